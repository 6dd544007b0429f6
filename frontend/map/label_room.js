/* Room for the labels of the guarantees among the map's names: symbols that nobody sees, of their size, which are placed first. */

/** @typedef {{ lon: number, lat: number, width: number, height: number }} RoomBox its middle in degrees, its size in px */
const ROOM = "label-room";

export class LabelRoom {
  #said = "[]";
  /** @param {import("../types").LiveMap} map @param {RoomBox[]} boxes */
  take(map, boxes) {
    const said = JSON.stringify(boxes.map(({ lon, lat, width, height }) => [lon.toFixed(3), lat.toFixed(3), width, height]));
    if (said === this.#said) return;
    this.#said = said;
    /** @type {import("geojson").FeatureCollection} */
    const data = { type: "FeatureCollection", features: boxes.map(({ lon, lat, width, height }) => {
      const image = `room-${width}x${height}`;
      if (!map.hasImage(image)) map.addImage(image, new ImageData(width, height), { pixelRatio: 1 });
      return { type: "Feature", properties: { image }, geometry: { type: "Point", coordinates: [lon, lat] } };
    }) };
    const source = map.getSource(ROOM);
    if (source) return source.setData(data);
    map.addSource(ROOM, { type: "geojson", data });
    // On top, so that it is placed first; invisible, so that it is not drawn.
    map.addLayer({ id: ROOM, type: "symbol", source: ROOM, layout: { "icon-image": ["get", "image"], "icon-allow-overlap": true, "icon-padding": 2 }, paint: { "icon-opacity": 0 } });
  }
}
