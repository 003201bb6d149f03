import type { Page } from "@playwright/test";

const sizes = [
  { width: 1280, height: 800 },
  { width: 960, height: 640 },
  // As at 200 %.
  { width: 640, height: 400 },
];

/** What is wrong with the panels and dialogs as they are laid out now. Runs in the page. */
const faultsNow = ({ to, width }: { readonly to: string; readonly width: number }): string[] => {
  document.documentElement.dir = to;
  const panels = [...document.querySelectorAll("section, [role=dialog]")];
  if (panels.length === 0) return [`${width} ${to}: no panel`];
  /** Values of one column begin at one edge; other columns are further away. */
  const nearby = 40;
  const isRagged = (panel: Element): boolean => {
    const own = [...panel.querySelectorAll("dd")].filter((value) => value.closest("section, [role=dialog]") === panel);
    const edges = own.map((value) => value.getBoundingClientRect());
    const starts = edges.map(({ left, right }) => (to === "rtl" ? right : left));
    return starts.some((one) => starts.some((other) => Math.abs(one - other) > 1 && Math.abs(one - other) < nearby));
  };
  return panels.flatMap((panel) => [
    ...(panel.scrollWidth > panel.clientWidth ? [`${width} ${to}: something sticks out of ${panel.textContent}`] : []),
    ...(isRagged(panel) ? [`${width} ${to}: values are not aligned in ${panel.textContent}`] : []),
  ]);
};

/**
 * What sticks out of the panels and dialogs of the current page, or is not aligned in them, at the usual sizes, in both
 * directions of writing.
 */
export const layoutFaults = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const to of ["ltr", "rtl"]) found.push(...(await page.evaluate(faultsNow, { to, width: size.width })));
  }
  return found;
};
