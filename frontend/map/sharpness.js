/* When the map is drawn coarsely and when sharply, where a program stands in for a graphics processor: coarsely from the first
   visible change until nothing has changed for a moment. Knows no map: it is told of changes and of frames. */

/** How long nothing must change before the frame that takes longest is drawn, and how soon to ask again whether it may be. */
const PAUSE_MS = 200, AGAIN_MS = 40;

export class Sharpness {
  #moving = false; // frames are coarse
  #sharp = true; // what is on screen
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {{ repaint: () => void, declare: (sharp: boolean) => void, isBusy: () => boolean, gains: () => boolean }} told
   * `isBusy`: whether the map is still being dragged or drawn; `gains`: whether its coarse frames are smaller at all */
  constructor({ repaint, declare, isBusy, gains }) {
    this.repaint = repaint;
    this.declare = declare;
    this.isBusy = isBusy;
    this.gains = gains;
    declare(true);
  }

  /** Something that a person sees changes: the frames from now on are coarse. */
  stir() {
    if (!this.#moving && !this.gains()) return;
    this.#moving = true;
    this.#say(false);
    this.#rest(PAUSE_MS);
  }
  /** @param {number} ms */
  #rest(ms) {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      if (this.isBusy()) return this.#rest(AGAIN_MS);
      this.#moving = false;
      this.repaint();
    }, ms);
  }

  /** A frame is about to be drawn: of a move, or of whatever changed. Returns whether it is drawn coarsely.
   * @param {{ moves: boolean, changed: boolean }} frame */
  begins({ moves, changed }) {
    if (moves || (changed && this.#moving)) this.stir();
    return this.#moving;
  }

  /** That frame is drawn. */
  ends() {
    if (!this.#moving) this.#say(true);
  }

  get sharp() { return this.#sharp; }
  get coarse() { return this.#moving; }

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
