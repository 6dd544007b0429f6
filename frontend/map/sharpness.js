/* When the map is drawn coarsely and when sharply, where a program stands in for a graphics processor: coarsely from the first
   visible change until nothing has changed for a moment. Knows no map: it is told of changes and of frames. */

/** How long nothing must change before the frame that takes longest is drawn. */
const PAUSE_MS = 200;

export class Sharpness {
  #moving = false; // frames are coarse
  #sharp = true; // what is on screen
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {{ repaint: () => void, declare: (sharp: boolean) => void }} told */
  constructor({ repaint, declare }) {
    this.repaint = repaint;
    this.declare = declare;
    declare(true);
  }

  /** Something that a person sees changes: the frames from now on are coarse. */
  stir() {
    this.#moving = true;
    this.#say(false);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#moving = false;
      this.repaint();
    }, PAUSE_MS);
  }

  /** A frame is about to be drawn; `changed` where it differs from the one before. Returns whether it is drawn coarsely.
   * @param {boolean} changed */
  begins(changed) {
    if (changed && this.#moving) this.stir();
    return this.#moving;
  }

  /** That frame is drawn. */
  ends() {
    if (!this.#moving) this.#say(true);
  }

  get sharp() { return this.#sharp; }

  /** Resolves when the picture on screen is sharp. @returns {Promise<void>} */
  whenSharp() {
    return this.#sharp ? Promise.resolve() : new Promise((done) => this.#waiting.push(done));
  }

  /** @param {boolean} sharp */
  #say(sharp) {
    if (sharp === this.#sharp) return;
    this.#sharp = sharp;
    this.declare(sharp);
    if (sharp) this.#waiting.splice(0).forEach((done) => done());
  }
}
