/* At first sight of the map: “The argument in ten scenes”. Taken or closed, this browser does not offer it again. */
import { element, found } from "../dom.js";
import { presentShipped } from "../editor/remembered_choice.js";
import { recall, remember } from "../state/storage.js";

const KEY = "offer/1", offer = found("offer");
if (offer && recall(KEY) === null) {
  element("map").append(offer); // so that it stands on what is free of the map at any size
  offer.hidden = false;
  const close = () => { offer.remove(); remember(KEY, "closed"); };
  element("offer-close").addEventListener("click", () => { close(); element("present-open").focus(); });
  element("offer-begin").addEventListener("click", () => { close(); presentShipped(); });
}
