/* Lengths, bearings and flight times as text. */
import { KM_PER_NM } from "./geodesy.js";

/** @param {number} value */
export function numberText(value) {
  const digits = value < 10 ? 2 : value < 1000 ? 1 : 0;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
/** A number for a label on the map: whole from 100 on. @param {number} value */
export const roundedText = (value) => (value < 100 ? numberText(value) : Math.round(value).toLocaleString("en"));
/** @param {number} km */
export const kmNmText = (km) => `${numberText(km)} km · ${numberText(km / KM_PER_NM)} nm`;
/** @param {number} bearing in degrees */
export const bearingText = (bearing) => `${String(Math.round(bearing) % 360).padStart(3, "0")}°`;
/** @param {number} km @param {number} speedKmh */
export function flightTimeText(km, speedKmh) {
  const seconds = Math.round((km / speedKmh) * 3600), minutes = Math.round(seconds / 60);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
