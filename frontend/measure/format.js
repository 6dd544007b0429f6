/* Lengths, bearings and flight times as text. */
import { KM_PER_NM } from "./geodesy.js";
import { numberIn, t } from "../state/words.js";

/** @param {number} value */
export function numberText(value) {
  const digits = value < 10 ? 2 : value < 1000 ? 1 : 0;
  return numberIn(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
/** A number for a label on the map: whole from 100 on. @param {number} value */
export const roundedText = (value) => (value < 100 ? numberText(value) : numberIn(Math.round(value)));
/** @param {number} km */
export const kmNmText = (km) => t("{km} km · {nm} nm", { km: numberText(km), nm: numberText(km / KM_PER_NM) });
/** @param {number} bearing in degrees */
export const bearingText = (bearing) => `${String(Math.round(bearing) % 360).padStart(3, "0")}°`;
/** @param {number} km @param {number} speedKmh */
export function flightTimeText(km, speedKmh) {
  const seconds = Math.round((km / speedKmh) * 3600), minutes = Math.round(seconds / 60);
  if (seconds < 60) return t("{seconds} s", { seconds });
  if (seconds < 600) return t("{minutes} min {seconds} s", { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  return minutes < 60 ? t("{minutes} min", { minutes }) : t("{hours} h {minutes} min", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
