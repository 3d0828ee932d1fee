-- What a schema in TypeScript cannot say about money: what nobody may change, which products may be
-- put on the shelf from now on, and what those of the first start cost in Stars.

CREATE TRIGGER "purchases_are_kept" BEFORE DELETE OR TRUNCATE ON "purchases"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"('what was paid can be refunded or disputed for months');--> statement-breakpoint
-- What was asked for is what is charged, and what every later fact about the purchase is held to.
CREATE TRIGGER "purchases_stay_as_asked" BEFORE UPDATE ON "purchases"
  FOR EACH ROW WHEN (
    (OLD."id", OLD."user_id", OLD."rail", OLD."kind", OLD."sku", OLD."credits", OLD."seconds",
      OLD."amount", OLD."currency", OLD."created_at")
    IS DISTINCT FROM
    (NEW."id", NEW."user_id", NEW."rail", NEW."kind", NEW."sku", NEW."credits", NEW."seconds",
      NEW."amount", NEW."currency", NEW."created_at")
  )
  EXECUTE FUNCTION "refuse_change"('a purchase stays what was asked for');--> statement-breakpoint
-- `uses` of a code counts these rows.
CREATE TRIGGER "promo_uses_are_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "promo_uses"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"('a use of a code is not taken back');--> statement-breakpoint

-- NOT VALID: a row that the operator has made before is not looked at, and does not stop the upgrade;
-- one that cannot be sold is left out of the shop and named in the log (db/products.ts).
UPDATE "products" SET "currency" = lower("currency") WHERE "currency" <> lower("currency");--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_sku_check"
  CHECK ("sku" ~ '^[A-Za-z0-9_-]{1,40}$') NOT VALID;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_currency_check"
  CHECK ("currency" ~ '^[a-z]{3}$') NOT VALID;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_units_check" CHECK (
  ("kind" = 'credits' AND "credits" > 0 AND "minutes" = 0)
  OR ("kind" = 'time' AND "minutes" > 0 AND "credits" = 0)
) NOT VALID;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_price_stars_check" CHECK ("price_stars" > 0);--> statement-breakpoint

-- Telegram pays out about $0.013 a Star: the card's price by that, to the nearest 10 below 1,000 and
-- to the nearest 50 above. A product whose price is the operator's own gets no price of ours in Stars.
UPDATE "products"
SET "position" = seed.position,
  "price_stars" = CASE
    WHEN "products"."price_cents" = seed.cents AND "products"."currency" = 'usd' THEN seed.stars
  END
FROM (VALUES
  ('credits_10', 1, 499, 380),
  ('credits_25', 2, 999, 770),
  ('credits_50', 3, 1799, 1400),
  ('credits_100', 4, 2999, 2300),
  ('time_30m', 5, 1499, 1150),
  ('time_1h', 6, 2499, 1900),
  ('time_24h', 7, 9999, 7700)
) AS seed(sku, position, cents, stars)
WHERE "products"."sku" = seed.sku;
