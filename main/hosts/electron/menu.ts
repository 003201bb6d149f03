import type * as electron from "electron";
import type { MenuItemConstructorOptions } from "electron";

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly isDevelopment: boolean;
}

const separator: MenuItemConstructorOptions = { type: "separator" };

const viewMenu = (isDevelopment: boolean): MenuItemConstructorOptions => ({
  label: "View",
  submenu: [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    separator,
    { role: "togglefullscreen" },
    ...(isDevelopment ? [separator, { role: "reload" } as const, { role: "toggleDevTools" } as const] : []),
  ],
});

/** The standard menus, for their shortcuts and for screen readers; reload and developer tools only while developing. */
export const setMenu = ({ Menu }: Pick<typeof electron, "Menu">, { platform, isDevelopment }: MenuOptions): void => {
  const first: MenuItemConstructorOptions = platform === "darwin" ? { role: "appMenu" } : { role: "fileMenu" };
  const template = [first, { role: "editMenu" } as const, viewMenu(isDevelopment), { role: "windowMenu" } as const];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};
