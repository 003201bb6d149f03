import { circlesIn } from "./circles.ts";
import { pointingUp } from "./floors.ts";
import type { Source } from "./sources.ts";

/** One folder: its entries, and how they import each other. */
export interface FolderImports {
  readonly folder: string;
  readonly folders: number;
  /** The files in it beside its folders; each of them counts as an entry. */
  readonly files: number;
  readonly imports: number;
  readonly up: number;
  /** Its folders and files that import one another. */
  readonly circles: readonly (readonly string[])[];
}

/** Every folder that contains folders, from the top, each examined by itself. */
export function levelsOf(sources: readonly Source[], tops: readonly string[]): readonly FolderImports[] {
  const folders = new Set(
    sources.flatMap(({ file }) => {
      const parts = file.split("/").slice(0, -2);
      return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    }),
  );
  return [...folders]
    .filter((folder) => tops.some((top) => folder === top || folder.startsWith(`${top}/`)))
    .toSorted()
    .map((folder) => levelOf(folder, sources));
}

function levelOf(folder: string, sources: readonly Source[]): FolderImports {
  const roomOf = (file: string): string | undefined => {
    if (!file.startsWith(`${folder}/`)) return undefined;
    const [room] = file.slice(folder.length + 1).split("/");
    return room;
  };
  const graph = new Map<string, Set<string>>();
  const inside = sources.flatMap((source) => {
    const room = roomOf(source.file);
    return room === undefined ? [] : [{ room, imports: source.imports }];
  });
  for (const { room, imports } of inside) {
    const arrows = graph.get(room) ?? new Set();
    graph.set(room, arrows);
    for (const to of imports.map(roomOf)) if (to !== undefined && to !== room) arrows.add(to);
  }
  const rooms = [...graph.keys()];
  const files = rooms.filter((room) => /\.tsx?$/.test(room)).length;
  return {
    folder,
    folders: rooms.length - files,
    files,
    imports: [...graph.values()].reduce((sum, arrows) => sum + arrows.size, 0),
    up: pointingUp(graph),
    circles: circlesIn(graph),
  };
}
