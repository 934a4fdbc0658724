-- What the analysis of an image found, as JSON. NULL without one.
ALTER TABLE image_results ADD COLUMN analysis TEXT NULL;
