// Who is in a campaign's segment, as SQL. One text for counting and for enlisting, so that what was
// promised is what is sent.
//
// Nobody is in it who said `/stop`, is banned, blocked the bot, was erased or never wrote: a bot may
// only write to those who wrote first, and only these want it.

/** The segment's JSON (an expression of type json) and its moment, as one row `segment` of arrays. */
export function segmentOf(json: string, at: string): string {
  const list = (name: string): string =>
    `nullif(array(select json_array_elements_text(${json} -> '${name}')), '{}')`;
  const days = (name: string): string =>
    `${at} - make_interval(days => (${json} ->> '${name}')::integer)`;
  return `
  segment as materialized (
    select ${at} as begun_at,
      ${list("tiers")} as tiers, ${list("tags")} as tags,
      ${list("languages")} as languages, ${list("sources")} as sources,
      ${days("activeWithinDays")} as seen_from, ${days("inactiveForDays")} as seen_before,
      (${json} ->> 'spentFrom')::bigint as spent_from, (${json} ->> 'spentTo')::bigint as spent_to
  )`;
}

/** The fan's language as the program speaks it: English for whatever it does not. */
const LANGUAGE = `case when split_part(lower(users.language_tag), '-', 1) in ('es', 'pt', 'ru', 'de')
      then split_part(lower(users.language_tag), '-', 1) else 'en' end`;

/** A condition on `users` and `conversations`, beside the row `segment`. */
export const IS_IN_SEGMENT = `users.is_promotable and not users.is_banned and not users.is_unreachable
    and users.telegram_id > 0 and users.last_seen_at > 'epoch' and conversations.group_id is not null
    and users.created_at <= segment.begun_at
    and (segment.tiers is null or users.tier = any(segment.tiers))
    and (segment.seen_from is null or users.last_seen_at >= segment.seen_from)
    and (segment.seen_before is null or users.last_seen_at < segment.seen_before)
    and (segment.spent_from is null or users.spent_cents >= segment.spent_from)
    and (segment.spent_to is null or users.spent_cents <= segment.spent_to)
    and (segment.tags is null or conversations.tags ?| segment.tags)
    and (segment.sources is null or users.source = any(segment.sources))
    and (segment.languages is null or ${LANGUAGE} = any(segment.languages))`;
