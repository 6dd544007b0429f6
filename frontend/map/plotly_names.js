/* The other part of plotly.js's adapter: how MapLibre, inside it, finds room for names. As in plotly.js, what is reached here is not
   public, every use is guarded, and without it names stand by MapLibre's own order. */
import { middleOf } from "./name_room.js";

/** @typedef {import("../types").LiveMap} LiveMap */
/** @typedef {import("./name_room.js").NameRoom} NameRoom */
/**
 * @typedef {import("./name_room.js").Box} Box
 * @typedef {{ id: string, type?: string, layout?: unknown, metadata?: { layer: string, kind: string, placed?: number, dot?: boolean, several_spots?: boolean } }} PlacedLayer
 * @typedef {"never" | "cooperative" | "always"} Overlap
 * @typedef {{ bucketInstanceId: number, featureIndex: number, overlapMode: Overlap }} Key
 * @typedef {{ x1: number, y1: number, x2: number, y2: number }} Shape
 * @typedef {{ box: Box, placeable: boolean }} Found
 * @typedef {{ bucketLayerIDs: string[][], loadVTLayers: () => void, sourceLayerCoder: { decode: (index: number) => string },
 *   vtLayers: Record<string, { feature: (index: number) => { properties: Record<string, any> } }> }} FeatureIndex
 * @typedef {object} CollisionIndex
 * @property {{ query: (x1: number, y1: number, x2: number, y2: number) => (Shape & { key: Key })[] }} grid
 * @property {{ width: number, height: number }} transform
 * @property {number} screenRightBoundary
 * @property {(shape: Shape, overlap: Overlap, ...rest: any[]) => Found} placeCollisionBox
 * @property {(box: Box, overlap: Overlap, ignore: boolean, bucket: number, ...rest: unknown[]) => void} insertCollisionBox
 *
 * @typedef {{ bucketInstanceId: number, layers?: PlacedLayer[], collisionArrays?: { textBox?: Shape, textFeatureIndex?: number }[] }} Bucket
 * @typedef {object} Placement
 * @property {(part: { parameters: { bucket: Bucket } }, ...rest: unknown[]) => void} placeLayerBucketPart
 * @property {CollisionIndex} collisionIndex
 * @property {(parts: unknown[], layer: PlacedLayer, tile: { getBucket(layer: PlacedLayer): Bucket | undefined }, ...rest: unknown[]) => void} getBucketParts
 * @property {Record<number, { featureIndex: FeatureIndex, bucketIndex: number, sourceLayerIndex: number }>} retainedQueryData
 * @property {() => void} setStale
 *
 * @typedef {(order: string[], layers: Record<string, PlacedLayer>, ...rest: unknown[]) => void} ContinuePlacement
 * @typedef {{ placement: Placement, continuePlacement: ContinuePlacement }} Placing
 * @typedef {{ placement?: Placement, pauseablePlacement?: Placing }} Sheet
 */
/** Where `placeCollisionBox` has what moves a name beside its place. */
const SHIFT = 8;
/** @param {LiveMap} map @returns {Sheet | undefined} */
const sheetOf = (map) => /** @type {{ style?: Sheet }} */ (/** @type {unknown} */ (map)).style;
/** How far the grid that symbols are placed on reaches beyond the map. @param {CollisionIndex} index */
const beyondPx = ({ screenRightBoundary, transform }) => screenRightBoundary - transform.width;

/** A layer that was taken out, or added and not yet worked out, while names were being placed over several frames: MapLibre
 * would read its layout, which is not there. It is placed with the next round. @param {PlacedLayer | undefined} layer */
export const isUnready = (layer) => !layer || (layer.type === "symbol" && !layer.layout);
const NOTHING_TO_PLACE = { id: "", type: "background" };

/** What a feature of a bucket says of itself. @param {Placement} placement @param {number} bucket @param {number} index */
function propertiesOf({ retainedQueryData }, bucket, index) {
  const { featureIndex, sourceLayerIndex } = retainedQueryData[bucket];
  featureIndex.loadVTLayers();
  return featureIndex.vtLayers[featureIndex.sourceLayerCoder.decode(sourceLayerIndex)].feature(index).properties;
}
/** @param {Placement} placement @param {number} bucket @param {number} index */
const nameOf = (placement, bucket, index) => String(propertiesOf(placement, bucket, index).name);

/** Have MapLibre place symbols in the order that the style says (`placed` of a layer's metadata), not in that of drawing, where
 * a `NameRoom` has room for them; and leave out layers that are hidden by opacity, which would push others away.
 * @param {LiveMap} map
 * @param {{ isOut: (layer: PlacedLayer) => boolean, room: (size: { width: number, height: number }) => NameRoom }} wanted
 *   `room` is asked for once for each placement */
export function guideNames(map, { isOut, room: roomFor }) {
  const sheet = sheetOf(map);
  if (!sheet) return;
  let held = sheet.pauseablePlacement;
  /** @param {Placing | undefined} placing */
  const guide = (placing) => {
    const { placement, continuePlacement } = placing ?? {}, { collisionIndex: index, getBucketParts, placeLayerBucketPart } = placement ?? {};
    if (!placing || !placement || !continuePlacement || !getBucketParts || !placeLayerBucketPart || !index?.placeCollisionBox || !index.insertCollisionBox || !index.transform) return;
    const { placeCollisionBox, insertCollisionBox } = index, beyond = beyondPx(index), room = roomFor(index.transform);
    /** @type {Set<number>} */
    const dots = new Set(); // buckets of symbols that have names
    /** Buckets of areas that have several points for their name, and the names that stand. @type {Set<number>} */
    const ofAreas = new Set();
    /** @type {Set<string>} */
    const standing = new Set();
    /** @type {Bucket | null} */
    let current = null; // of `ofAreas`, while it is placed
    /** @type {WeakMap<Box, import("./name_room.js").Spot>} */
    const places = new WeakMap(); // of names by their boxes
    /** @param {Box} box @returns {Box} */
    const onMap = ([left, top, right, bottom]) => [left - beyond, top - beyond, right - beyond, bottom - beyond];
    index.placeCollisionBox = (shape, overlap, ...rest) => {
      const found = placeCollisionBox.call(index, shape, overlap, ...rest), shift = rest[SHIFT];
      if (!found.placeable || overlap === "always") return found;
      if (current) {
        const of = current.collisionArrays?.find(({ textBox }) => textBox === shape)?.textFeatureIndex;
        if (of !== undefined && standing.has(nameOf(placement, current.bucketInstanceId, of))) return { ...found, placeable: false };
      }
      const box = onMap(found.box);
      if (!room.isFree(box)) return { ...found, placeable: false };
      if (overlap === "cooperative") return room.isAlone(middleOf(box)) ? found : { ...found, placeable: false };
      if (!shift) return found;
      const scale = (box[2] - box[0]) / (shape.x2 - shape.x1);
      const place = /** @type {import("./name_room.js").Spot} */ ([box[0] - (shape.x1 + shift.x) * scale, box[1] - (shape.y1 + shift.y) * scale]);
      places.set(found.box, place);
      return room.isRead(box, place) ? found : { ...found, placeable: false };
    };
    index.insertCollisionBox = (box, overlap, ignore, bucket, ...rest) => {
      insertCollisionBox.call(index, box, overlap, ignore, bucket, ...rest);
      if (ofAreas.has(bucket) && overlap === "never" && room.isSeen(onMap(box))) standing.add(nameOf(placement, bucket, Number(rest[0])));
      const place = places.get(box);
      if (place) room.addName(onMap(box), place);
      else if (overlap !== "never" && dots.has(bucket)) room.addDot(middleOf(onMap(box)));
    };
    placement.getBucketParts = (parts, layer, tile, ...rest) => {
      if (isOut(layer)) return;
      const bucket = tile.getBucket(layer);
      if (bucket?.layers?.some(isUnready)) return;
      if (bucket && layer.metadata?.dot) dots.add(bucket.bucketInstanceId);
      if (bucket && layer.metadata?.several_spots) ofAreas.add(bucket.bucketInstanceId);
      getBucketParts.call(placement, parts, layer, tile, ...rest);
    };
    placement.placeLayerBucketPart = (part, ...rest) => {
      const { bucket } = part.parameters;
      current = ofAreas.has(bucket.bucketInstanceId) ? bucket : null;
      placeLayerBucketPart.call(placement, part, ...rest);
      current = null;
    };
    /** @type {string[] | undefined} */
    let sorted;
    placing.continuePlacement = (order, layers, ...rest) => {
      const place = (/** @type {string} */ id) => layers[id]?.metadata?.placed ?? Infinity;
      sorted ??= [...order].sort((a, b) => (place(b) === place(a) ? 0 : place(b) - place(a))); // the last is placed first
      const unready = sorted.filter((id) => isUnready(layers[id]));
      const ready = unready.length ? { ...layers, ...Object.fromEntries(unready.map((id) => [id, NOTHING_TO_PLACE])) } : layers;
      continuePlacement.call(placing, sorted, ready, ...rest);
    };
  };
  Object.defineProperty(sheet, "pauseablePlacement", { configurable: true, get: () => held, set(next) { guide((held = next)); } });
}

/** Let names find their room again, though the map did not move. @param {LiveMap} map */
export function placeNamesAgain(map) {
  sheetOf(map)?.placement?.setStale?.();
  map.triggerRepaint();
}

/** What stands on the map: the boxes of names and symbols, in px of the map, as MapLibre placed them (with their padding).
 * @param {LiveMap} map @returns {{ layer: string, name: boolean, properties: Record<string, any>, box: Box }[]} */
export function placedSymbols(map) {
  const placement = sheetOf(map)?.placement;
  if (!placement) return [];
  const { collisionIndex, retainedQueryData } = placement, beyond = beyondPx(collisionIndex), far = 1e5;
  return collisionIndex.grid.query(-far, -far, far, far).map(({ key, x1, y1, x2, y2 }) => {
    const { featureIndex, bucketIndex } = retainedQueryData[key.bucketInstanceId], properties = propertiesOf(placement, key.bucketInstanceId, key.featureIndex);
    return { layer: featureIndex.bucketLayerIDs[bucketIndex][0], name: key.overlapMode === "never", properties: { ...properties }, box: [x1 - beyond, y1 - beyond, x2 - beyond, y2 - beyond] };
  });
}
