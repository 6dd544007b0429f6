import assert from "node:assert/strict";
import { test } from "node:test";
import { isSoftware, movingRatio } from "../map/renderer.js";

const SOFTWARE = [
  "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
  "Google SwiftShader",
  "llvmpipe (LLVM 15.0.7, 256 bits)",
  "ANGLE (Mesa, llvmpipe (LLVM 15.0.7, 256 bits), OpenGL 4.5)",
  "ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "softpipe",
  "Mesa DRI swrast",
  "Apple Software Renderer",
];
const HARDWARE = [
  "ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
  "ANGLE (AMD, AMD Radeon(TM) Graphics Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)",
  "Adreno (TM) 640", "Mali-G78", "Apple GPU", "WebKit WebGL",
];

test("programs that stand in for a graphics processor are known by name", () =>
  assert.deepEqual(SOFTWARE.filter((name) => !isSoftware(name)), []));

test("graphics processors, and what does not say, are left alone", () =>
  assert.deepEqual([...HARDWARE, "", null, undefined].filter(isSoftware), []));

test("a large map is coarser while it moves, a small one is as at rest", () => {
  const large = movingRatio({ width: 1440, height: 900 }, 1);
  assert.ok(large >= 1 / 3 && large < 0.5);
  assert.ok(movingRatio({ width: 800, height: 800 }, 2) === movingRatio({ width: 800, height: 800 }, 1), "whatever the screen's ratio");
  assert.equal(movingRatio({ width: 300, height: 300 }, 1), 1);
  assert.equal(movingRatio({ width: 8000, height: 8000 }, 1), 1 / 3);
  assert.equal(movingRatio({ width: 0, height: 0 }, 1), 1);
  assert.equal(movingRatio({ width: 800, height: 800 }, 0.55), 0.55, "a tenth less would gain nothing");
});
