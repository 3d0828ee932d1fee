// Whether anything of the house has changed: settings, shelf, team. The tables are small (some dozens of
// rows), so their rows are hashed where they are: unlike a counter or the newest `updated_at`, that
// misses no deletion, nothing that is written by hand, and no machine whose clock is behind.
import type { Database } from "./client.ts";
import { IS_TEAM_FORMED } from "./team.ts";

const MARK = `
select md5(concat(
  (select string_agg(md5(settings::text), '' order by key) from settings), '/',
  (select string_agg(md5(products::text), '' order by sku) from products), '/',
  (select string_agg(md5(team::text), '' order by telegram_id) from team), '/',
  ${IS_TEAM_FORMED}
)) as mark`;

/** Another string after every change of what settings, shelf and team are. @throws StoreError */
export async function houseMark(database: Database): Promise<string> {
  const [row] = await database.query<{ mark: string }>("house mark", MARK);
  return row?.mark ?? "";
}
