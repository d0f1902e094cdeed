import { isAscii } from 'node:buffer';
import { group } from '../model/group.ts';
import { carriageReturn, newline } from './ascii.ts';

/** A part of a file that is looked at in one go. */
export interface Window {
  readonly bytes: Buffer;
  /** Its place in the file. */
  readonly base: number;
  /** It ends where the file ends. */
  readonly last: boolean;
  readonly hazards: readonly Landmark[];
  readonly mentions: Landmark;
}

/** A search that goes on where it stopped, so that the whole window is searched once however many documents ask. */
interface Landmark {
  readonly search: (bytes: Buffer, from: number) => number;
  /** The first hit at or after every offset that was asked for; the length of the window if there is none. */
  next: number;
}

/** A lone carriage return ends a line where the scanner sees none; parsers stop at a zero byte. */
const hazards = [searchFor(Buffer.of(0)), searchLoneReturn];
/** NEL, LS and PS end a line too for readers of YAML 1.1, kubectl's among them. */
const wideHazards = ['\u0085', '\u2028', '\u2029'].map((text) => searchFor(Buffer.from(text)));
const groupBytes = Buffer.from(group);
/** A short part that starts with a rare byte is found four times as fast as the whole (measured). */
const groupPart = Buffer.from('.github');
const groupPartOffset = group.indexOf('.github');

/** `last` says that the file ends where the bytes end. */
export function openWindow(bytes: Buffer, base: number, last: boolean): Window {
  const searches = isAscii(bytes) ? hazards : [...hazards, ...wideHazards];
  return { bytes, base, last, hazards: searches.map(landmark), mentions: landmark(searchGroup) };
}

/** A line may end where the scanner sees no line break. */
export function isHazardous(window: Window, from: number, to: number): boolean {
  for (const hazard of window.hazards) if (nextHit(hazard, window.bytes, from) < to) return true;
  return false;
}

/** The name of our API group stands in the range. */
export function contains({ bytes, mentions }: Window, from: number, to: number): boolean {
  return nextHit(mentions, bytes, from) < to;
}

function nextHit(mark: Landmark, bytes: Buffer, from: number): number {
  if (mark.next < from) {
    const hit = mark.search(bytes, from);
    mark.next = hit === -1 ? bytes.length : hit;
  }
  return mark.next;
}

function landmark(search: Landmark['search']): Landmark {
  return { search, next: -1 };
}

function searchFor(needle: Buffer): Landmark['search'] {
  return (bytes, from) => bytes.indexOf(needle, from);
}

function searchLoneReturn(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(carriageReturn, from);
  while (at !== -1 && bytes[at + 1] === newline) at = bytes.indexOf(carriageReturn, at + 2);
  // The last byte of a file: printed with the newline that it lacks, it is half of a CRLF like any other.
  return at === bytes.length - 1 ? -1 : at;
}

function searchGroup(bytes: Buffer, from: number): number {
  for (let part = bytes.indexOf(groupPart, from); part !== -1; part = bytes.indexOf(groupPart, part + 1)) {
    const at = part - groupPartOffset;
    if (at >= from && bytes.compare(groupBytes, 0, groupBytes.length, at, Math.min(at + groupBytes.length, bytes.length)) === 0) return at;
  }
  return -1;
}
