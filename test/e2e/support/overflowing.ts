import type { Page } from "@playwright/test";

const sizes = [
  { width: 1280, height: 800 },
  { width: 960, height: 640 },
  // As at 200 %.
  { width: 640, height: 400 },
];

/** The panels and dialogs of the current page, which has some, out of which something sticks, at the usual sizes, in both directions of writing. */
export const overflowing = async (page: Page): Promise<string[]> => {
  const found: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const direction of ["ltr", "rtl"])
      found.push(
        ...(await page.evaluate(
          ({ to, width }) => {
            document.documentElement.dir = to;
            const panels = [...document.querySelectorAll("section, [role=dialog]")];
            if (panels.length === 0) return [`${width} ${to}: no panel`];
            return panels
              .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
              .map((panel) => `${width} ${to}: ${panel.textContent}`);
          },
          { to: direction, width: size.width },
        )),
      );
  }
  return found;
};
