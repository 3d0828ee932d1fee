// The dashboard: the business at a glance, and the way to everything else.
import { rich } from "#actors/kernel/rich.ts";
import type { Views } from "#src/panel/view.ts";
import { homeMenu } from "./home-menu.ts";

export function homeViews(): Pick<Views, "home"> {
  return {
    home: async (_screen, looking) => ({
      title: "Home",
      body: rich(""),
      buttons: homeMenu(looking),
    }),
  };
}
