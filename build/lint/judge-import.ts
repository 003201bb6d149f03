import { isBuiltin } from "node:module";
import type { Room } from "./room.ts";
import { electronFolder, rooms, workshopFiles, workshops } from "./rooms.ts";
import { packageOf, pathOf } from "./specifier.ts";

export interface Place {
  /** The actual folder, so that two folders matched by one `*` are two rooms. */
  readonly name: string;
  readonly room: Room;
}

/**
 * Judges one import by the table in `rooms.ts`.
 * `file` is the importing file from the repository's root, with `/` as separator.
 * Returns why the import is refused, or undefined when it is allowed.
 */
export function judgeImport(file: string, specifier: string): string | undefined {
  const packageName = packageOf(specifier);
  if (packageName === "electron" && !isInside(file, electronFolder)) return `only ${electronFolder} imports electron`;
  if (isWorkshop(file)) return undefined;

  const from = placeOf(file);
  if (!from) return `${file} is in no room: add its folder to build/lint/rooms.ts`;
  if (isBuiltin(specifier)) {
    return from.room.node ? undefined : `${from.name} uses no Node built-in (${specifier})`;
  }
  if (packageName !== undefined) {
    return from.room.packages.includes(packageName)
      ? undefined
      : `${from.name} does not list the package ${packageName}`;
  }

  const target = pathOf(file, specifier);
  if (isWorkshop(target)) return `${from.name} is shipped and imports no test or build code (${target})`;
  const to = placeOf(target);
  if (!to) return `${target} is in no room`;
  if (to.name === from.name || from.room.rooms.some((pattern) => matches(pattern, to.name))) return undefined;
  return `${from.name} may not import ${to.name}`;
}

function isWorkshop(path: string): boolean {
  return workshopFiles.test(path) || workshops.some((folder) => isInside(path, folder));
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The room of a file: the one with the longest matching folder. */
export function placeOf(path: string): Place | undefined {
  const segments = path.split("/");
  let best: Place | undefined;
  for (const room of rooms) {
    const pattern = room.folder.split("/");
    if (!pattern.every((part, index) => part === segments[index] || (part === "*" && index < segments.length - 1)))
      continue;
    if (best && !isCloser(room, best.room)) continue;
    best = { name: segments.slice(0, pattern.length).join("/"), room };
  }
  return best;
}

/** Longer wins; of two equally long folders the one without `*` wins. */
function isCloser(room: Room, than: Room): boolean {
  const depth = room.folder.split("/").length - than.folder.split("/").length;
  return depth > 0 || (depth === 0 && than.folder.includes("*"));
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("/**") ? isInside(name, pattern.slice(0, -3)) : name === pattern;
}
