// All parts of the panel.
import type { Section } from "#actors/desk/section.ts";
import { campaigns } from "./campaigns.ts";
import { team } from "./team.ts";

export const SECTIONS: readonly Section[] = [campaigns, team];
