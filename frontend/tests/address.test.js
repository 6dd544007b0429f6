import assert from "node:assert/strict";
import { test } from "node:test";
import { assumptionsQuery, dataQuery, scenarioQuery, viewText } from "../state/address.js";
import { fixtures } from "./fixtures.js";

const { registry, addresses } = fixtures;
const choice = (plain) => plain && { ...plain, layers: new Set(plain.layers) };

for (const { state, query, data } of addresses) {
  test(`the page writes the address as the server does: ${query || "(the map as proposed)"}`, () => {
    const { view, theme, compare, more } = state;
    assert.equal(scenarioQuery(registry, { a: choice(state), others: [compare, ...more].filter(Boolean).map(choice), view, theme }), query);
  });
  test(`and asks for the data of each layer by what it depends on: ${query || "(the map as proposed)"}`, () => {
    for (const layer of registry.layers) assert.equal(dataQuery(registry.layers, layer, state), data[layer.id]);
  });
}

test("assumptions are the line and every parameter, whatever is shown", () => {
  const from = { line: "2024-07-08", params: { "air_policing.radius_km": "700" } };
  assert.equal(assumptionsQuery(registry.layers, from), "line=2024-07-08&air_policing.radius_km=700");
});

test("a view has four decimals of a degree and two of a zoom, without zeros at the end", () => {
  assert.equal(viewText({ lon: 30.50001, lat: -0.12345, zoom: 6.1 }), "30.5,-0.1235,6.1");
});
