/** Why a document does not become an order: what is wrong, and in which field. */
export interface ImportRefusal {
  readonly path?: string;
  readonly problem: string;
}

export const importRefusal = (problem: string, path?: string): ImportRefusal =>
  path === undefined || path === "" ? { problem } : { path, problem };

export const sentenceOf = ({ path, problem }: ImportRefusal): string =>
  path === undefined ? problem : `${path} ${problem}`;
