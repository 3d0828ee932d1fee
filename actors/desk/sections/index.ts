// All parts of the panel.
import type { Section } from "#actors/desk/section.ts";
import { audit } from "./audit.ts";
import { campaigns } from "./campaigns.ts";
import { charts } from "./charts.ts";
import { fan } from "./fan.ts";
import { fans } from "./fans.ts";
import { letters } from "./letters.ts";
import { promos } from "./promos.ts";
import { replies } from "./replies.ts";
import { settings } from "./settings.ts";
import { shelf } from "./shelf.ts";
import { shop } from "./shop.ts";
import { team } from "./team.ts";

export const SECTIONS: readonly Section[] = [
  shelf,
  charts,
  campaigns,
  team,
  audit,
  fan,
  fans,
  letters,
  promos,
  replies,
  settings,
  shop,
];
