PRAGMA application_id = 1346457682;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0008');
CREATE TABLE coined_names (
	paper_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	mentions INTEGER NOT NULL, 
	CONSTRAINT pk_coined_names PRIMARY KEY (paper_id), 
	CONSTRAINT fk_coined_names_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
CREATE TABLE corrections (
	one_source TEXT NOT NULL, 
	one_key TEXT NOT NULL, 
	other_source TEXT NOT NULL, 
	other_key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	CONSTRAINT pk_corrections PRIMARY KEY (one_source, one_key, other_source, other_key)
)
 WITHOUT ROWID

;
CREATE TABLE cursors (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	CONSTRAINT pk_cursors PRIMARY KEY (name)
);
CREATE TABLE embeddings (
	id INTEGER NOT NULL, 
	encoder_id INTEGER NOT NULL, 
	content_hash BLOB NOT NULL, 
	vector BLOB NOT NULL, 
	CONSTRAINT pk_embeddings PRIMARY KEY (id), 
	CONSTRAINT fk_embeddings_encoder_id FOREIGN KEY(encoder_id) REFERENCES encoders (id)
);
CREATE TABLE encoders (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	CONSTRAINT pk_encoders PRIMARY KEY (id), 
	CONSTRAINT uq_encoders_key UNIQUE ("key")
);
CREATE TABLE follows (
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	followed_at TEXT NOT NULL, 
	CONSTRAINT pk_follows PRIMARY KEY (kind, name)
);
CREATE TABLE kept_items (
	list_id INTEGER NOT NULL, 
	paper_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	added_at TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_kept_items PRIMARY KEY (list_id, paper_id), 
	CONSTRAINT fk_kept_items_list_id FOREIGN KEY(list_id) REFERENCES kept_lists (id), 
	CONSTRAINT fk_kept_items_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
CREATE TABLE kept_lists (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	topic TEXT, 
	topic_slug TEXT, 
	share_token TEXT, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	CONSTRAINT pk_kept_lists PRIMARY KEY (id)
);
CREATE TABLE known_must_reads (
	topic TEXT NOT NULL, 
	paper_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_known_must_reads PRIMARY KEY (topic, paper_id), 
	CONSTRAINT fk_known_must_reads_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
CREATE TABLE lookups (
	service TEXT NOT NULL, 
	paper_id INTEGER NOT NULL, 
	asked_at TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_lookups PRIMARY KEY (service, paper_id), 
	CONSTRAINT fk_lookups_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
)
 WITHOUT ROWID

;
CREATE TABLE marks (
	paper_id INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	CONSTRAINT pk_marks PRIMARY KEY (paper_id), 
	CONSTRAINT fk_marks_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
INSERT INTO "marks" VALUES(1,'read','2026-11-22T20:50:55.753018+00:00');
INSERT INTO "marks" VALUES(2,'to-read','2026-11-22T20:50:56.197283+00:00');
CREATE TABLE notes (
	id INTEGER NOT NULL, 
	paper_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	CONSTRAINT pk_notes PRIMARY KEY (id), 
	CONSTRAINT fk_notes_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
INSERT INTO "notes" VALUES(1,1,'Read this twice.','2026-11-22T20:50:56.808333+00:00');
CREATE TABLE paper_authors (
	surname TEXT NOT NULL, 
	given TEXT NOT NULL, 
	paper_id INTEGER NOT NULL, 
	CONSTRAINT pk_paper_authors PRIMARY KEY (surname, given, paper_id), 
	CONSTRAINT fk_paper_authors_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
)
 WITHOUT ROWID

;
CREATE TABLE paper_mentions (
	paper_id INTEGER NOT NULL, 
	keys TEXT NOT NULL, 
	CONSTRAINT pk_paper_mentions PRIMARY KEY (paper_id), 
	CONSTRAINT fk_paper_mentions_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
CREATE TABLE paper_names (
	"key" TEXT NOT NULL, 
	paper_id INTEGER NOT NULL, 
	kind INTEGER NOT NULL, 
	CONSTRAINT pk_paper_names PRIMARY KEY ("key", paper_id), 
	CONSTRAINT fk_paper_names_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
)
 WITHOUT ROWID

;
CREATE TABLE papers (
	id INTEGER NOT NULL, 
	change_number BIGINT NOT NULL, 
	fused_into INTEGER, 
	year INTEGER, 
	primary_category TEXT, 
	citation_count BIGINT, 
	content_hash BLOB NOT NULL, 
	title TEXT NOT NULL, 
	published TEXT, 
	venue TEXT, 
	arxiv_id TEXT, 
	doi TEXT, 
	url TEXT, 
	body TEXT NOT NULL, 
	abstract TEXT, 
	CONSTRAINT pk_papers PRIMARY KEY (id), 
	CONSTRAINT fk_papers_fused_into FOREIGN KEY(fused_into) REFERENCES papers (id)
);
INSERT INTO "papers" VALUES(1,1,NULL,2019,'cs.LG',120,X'6BB45E69F2103CC9998E497228E52CCD','Graph networks for molecules',NULL,'NeurIPS 2019','1901.00001',NULL,'https://arxiv.org/abs/1901.00001','{"authors":["Ada Müller","Bo Chen"],"categories":["cs.LG"],"external_ids":["old:1"],"sources":["import"],"citation_counts":[{"count":120,"source":"a count of ours","observed_on":null}],"origin":"import:old:1","fields":["title","abstract","authors","venue","categories","arxiv_id","url","year"]}','We pass messages between atoms along their bonds.');
INSERT INTO "papers" VALUES(2,2,NULL,2021,NULL,NULL,X'3A7559265D907A8581D8124EACF7CD7E','A survey of learning on graphs',NULL,NULL,NULL,'10.5555/survey.2021','https://doi.org/10.5555/survey.2021','{"authors":["Eve Fox"],"external_ids":["old:2"],"sources":["import"],"origin":"import:old:2","fields":["title","abstract","authors","doi","url","year"]}','This survey orders methods that learn from graphs.');
INSERT INTO "papers" VALUES(3,3,NULL,2018,NULL,NULL,X'6FF4C57430D9CC6285959D5114555EA3','Attention over neighbours in graphs',NULL,NULL,'1801.00002','10.5555/attention','https://arxiv.org/abs/1801.00002','{"authors":["Gus Hill"],"external_ids":["old:3","old:3b"],"sources":["import"],"origin":{"import:old:3":["title","abstract","year","arxiv_id","authors","url"],"import:old:3b":["doi"]}}','Each node weighs its neighbours by attention.');
INSERT INTO "papers" VALUES(4,4,NULL,2013,NULL,NULL,X'7ACA364E8A8B6D2B1091204E9AF821D0','How cells age: clocks from methylation',NULL,NULL,NULL,NULL,NULL,'{"authors":["Kim Lee"],"external_ids":["old:4"],"sources":["import"],"origin":"import:old:4","fields":["title","abstract","authors","year"]}','Methylation of DNA tells the age of a tissue.');
CREATE TABLE record_counts (
	record_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	count BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	observed_on TEXT, 
	seen_at TEXT NOT NULL, 
	CONSTRAINT pk_record_counts PRIMARY KEY (record_id, number), 
	CONSTRAINT fk_record_counts_record_id FOREIGN KEY(record_id) REFERENCES records (id)
)
 WITHOUT ROWID

;
INSERT INTO "record_counts" VALUES(1,1,120,'a count of ours',NULL,'2026-11-22T20:50:55.121248+00:00');
CREATE TABLE record_identifiers (
	identifier TEXT NOT NULL, 
	record_id INTEGER NOT NULL, 
	CONSTRAINT pk_record_identifiers PRIMARY KEY (identifier, record_id), 
	CONSTRAINT fk_record_identifiers_record_id FOREIGN KEY(record_id) REFERENCES records (id)
)
 WITHOUT ROWID

;
INSERT INTO "record_identifiers" VALUES('arxiv:1901.00001',1);
INSERT INTO "record_identifiers" VALUES('external:old:1',1);
INSERT INTO "record_identifiers" VALUES('doi:10.5555/survey.2021',2);
INSERT INTO "record_identifiers" VALUES('external:old:2',2);
INSERT INTO "record_identifiers" VALUES('arxiv:1801.00002',3);
INSERT INTO "record_identifiers" VALUES('external:old:3',3);
INSERT INTO "record_identifiers" VALUES('arxiv:1801.00002',4);
INSERT INTO "record_identifiers" VALUES('doi:10.5555/attention',4);
INSERT INTO "record_identifiers" VALUES('external:old:3b',4);
INSERT INTO "record_identifiers" VALUES('external:old:4',5);
CREATE TABLE record_keys (
	"key" BIGINT NOT NULL, 
	record_id INTEGER NOT NULL, 
	CONSTRAINT pk_record_keys PRIMARY KEY ("key", record_id)
)
 WITHOUT ROWID

;
CREATE TABLE record_references (
	record_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	identifier TEXT NOT NULL, 
	CONSTRAINT pk_record_references PRIMARY KEY (record_id, position), 
	CONSTRAINT fk_record_references_record_id FOREIGN KEY(record_id) REFERENCES records (id)
)
 WITHOUT ROWID

;
INSERT INTO "record_references" VALUES(2,0,'external:old:1');
INSERT INTO "record_references" VALUES(2,1,'external:old:3');
CREATE TABLE records (
	id INTEGER NOT NULL, 
	paper_id INTEGER NOT NULL, 
	title_key BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	payload_hash BLOB NOT NULL, 
	fetched_at TEXT NOT NULL, 
	stored_at TEXT NOT NULL, 
	decision TEXT, 
	payload TEXT NOT NULL, 
	CONSTRAINT pk_records PRIMARY KEY (id), 
	CONSTRAINT fk_records_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
INSERT INTO "records" VALUES(1,1,-2846388321018449579,'import','old:1',X'22B799721F8FD47D8E34FECF61C727B0','2026-11-22T20:50:55.121248+00:00','2026-11-22T20:50:55.123023+00:00',NULL,'{"title":"Graph networks for molecules","abstract":"We pass messages between atoms along their bonds.","authors":["Ada Müller","Bo Chen"],"year":2019,"venue":"NeurIPS 2019","categories":["cs.LG"],"identifiers":["external:old:1","arxiv:1901.00001"],"citation":{"count":120,"source":"a count of ours"}}');
INSERT INTO "records" VALUES(2,2,398700884505987172,'import','old:2',X'77CA10D88ED0F56E6C3D8D99B3B030E9','2026-11-22T20:50:55.121248+00:00','2026-11-22T20:50:55.123023+00:00',NULL,'{"title":"A survey of learning on graphs","abstract":"This survey orders methods that learn from graphs.","authors":["Eve Fox"],"year":2021,"identifiers":["external:old:2","doi:10.5555/survey.2021"],"references":["external:old:1","external:old:3"]}');
INSERT INTO "records" VALUES(3,3,-3624460649519812496,'import','old:3',X'A0F8C2E93203AD97097C06D6BF373BD9','2026-11-22T20:50:55.121248+00:00','2026-11-22T20:50:55.123023+00:00',NULL,'{"title":"Attention over neighbours in graphs","abstract":"Each node weighs its neighbours by attention.","authors":["Gus Hill"],"year":2018,"identifiers":["external:old:3","arxiv:1801.00002"]}');
INSERT INTO "records" VALUES(4,3,-3624460649519812496,'import','old:3b',X'A8A14B08B4D78A84982AC6C81F6459CD','2026-11-22T20:50:55.121248+00:00','2026-11-22T20:50:55.123023+00:00','{"kind":"attach","evidence":[{"kind":"arxiv","value":"1801.00002","record":"import:old:3"}],"fused":[]}','{"title":"Attention over neighbours in graphs","authors":["Gus Hill"],"year":2018,"identifiers":["external:old:3b","arxiv:1801.00002","doi:10.5555/attention"]}');
INSERT INTO "records" VALUES(5,4,-9142535379315373033,'import','old:4',X'470C239918B6D8DD762C8F86F35481F8','2026-11-22T20:50:55.121248+00:00','2026-11-22T20:50:55.123023+00:00',NULL,'{"title":"How cells age: clocks from methylation","abstract":"Methylation of DNA tells the age of a tissue.","authors":["Kim Lee"],"year":2013,"identifiers":["external:old:4"]}');
CREATE TABLE refresh_places (
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	since TEXT NOT NULL, 
	refreshed_at TEXT, 
	CONSTRAINT pk_refresh_places PRIMARY KEY (kind, name)
);
CREATE TABLE review_decisions (
	id INTEGER NOT NULL, 
	review_id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	stage TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	reason TEXT, 
	reviewer TEXT NOT NULL, 
	decided_at TEXT NOT NULL, 
	covers TEXT NOT NULL, 
	undone_at TEXT, 
	CONSTRAINT pk_review_decisions PRIMARY KEY (id), 
	CONSTRAINT fk_review_decisions_record_id FOREIGN KEY(record_id) REFERENCES records (id), 
	CONSTRAINT fk_review_decisions_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
);
CREATE TABLE review_notes (
	id INTEGER NOT NULL, 
	review_id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	reviewer TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	CONSTRAINT pk_review_notes PRIMARY KEY (id), 
	CONSTRAINT fk_review_notes_record_id FOREIGN KEY(record_id) REFERENCES records (id), 
	CONSTRAINT fk_review_notes_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
);
CREATE TABLE review_reasons (
	review_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	CONSTRAINT pk_review_reasons PRIMARY KEY (review_id, text), 
	CONSTRAINT fk_review_reasons_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 WITHOUT ROWID

;
CREATE TABLE review_records (
	search_id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	found_at TEXT NOT NULL, 
	CONSTRAINT pk_review_records PRIMARY KEY (search_id, record_id), 
	CONSTRAINT fk_review_records_record_id FOREIGN KEY(record_id) REFERENCES records (id), 
	CONSTRAINT fk_review_records_search_id FOREIGN KEY(search_id) REFERENCES review_searches (id)
)
 WITHOUT ROWID

;
CREATE TABLE review_runs (
	search_id INTEGER NOT NULL, 
	run_id INTEGER NOT NULL, 
	CONSTRAINT pk_review_runs PRIMARY KEY (search_id, run_id), 
	CONSTRAINT fk_review_runs_run_id FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT fk_review_runs_search_id FOREIGN KEY(search_id) REFERENCES review_searches (id)
)
 WITHOUT ROWID

;
CREATE TABLE review_searches (
	id INTEGER NOT NULL, 
	review_id INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	source TEXT NOT NULL, 
	"query" TEXT NOT NULL, 
	description TEXT NOT NULL, 
	first_at TEXT NOT NULL, 
	last_at TEXT NOT NULL, 
	CONSTRAINT pk_review_searches PRIMARY KEY (id), 
	CONSTRAINT fk_review_searches_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
);
CREATE TABLE review_seeds (
	review_id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	CONSTRAINT pk_review_seeds PRIMARY KEY (review_id, record_id), 
	CONSTRAINT fk_review_seeds_record_id FOREIGN KEY(record_id) REFERENCES records (id), 
	CONSTRAINT fk_review_seeds_review_id FOREIGN KEY(review_id) REFERENCES reviews (id)
)
 WITHOUT ROWID

;
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	question TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	stopped_at TEXT, 
	CONSTRAINT pk_reviews PRIMARY KEY (id), 
	CONSTRAINT uq_reviews_name UNIQUE (name)
);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	description TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT, 
	read BIGINT NOT NULL, 
	created BIGINT NOT NULL, 
	updated BIGINT NOT NULL, 
	unchanged BIGINT NOT NULL, 
	merged BIGINT NOT NULL, 
	rejected BIGINT NOT NULL, 
	rejects_path TEXT, 
	messages TEXT NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'import','papers.jsonl','done','2026-11-22T20:50:55.115191+00:00','2026-11-22T20:50:55.157244+00:00',5,4,0,0,1,0,NULL,'[]');
CREATE TABLE saved_searches (
	id INTEGER NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	"query" TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	limits TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	CONSTRAINT pk_saved_searches PRIMARY KEY (id)
);
CREATE TABLE shown_papers (
	paper_id INTEGER NOT NULL, 
	shown_at TEXT NOT NULL, 
	CONSTRAINT pk_shown_papers PRIMARY KEY (paper_id), 
	CONSTRAINT fk_shown_papers_paper_id FOREIGN KEY(paper_id) REFERENCES papers (id)
);
CREATE TABLE tokens (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	secret_hash TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	expires_at TEXT, 
	revoked_at TEXT, 
	CONSTRAINT pk_tokens PRIMARY KEY (id)
);
CREATE TABLE topic_visits (
	topic TEXT NOT NULL, 
	seen_at TEXT NOT NULL, 
	CONSTRAINT pk_topic_visits PRIMARY KEY (topic)
);
CREATE INDEX ix_papers_change ON papers (change_number, fused_into, content_hash);
CREATE INDEX ix_papers_columns ON papers (year, primary_category, citation_count, fused_into);
CREATE UNIQUE INDEX uq_embeddings_content ON embeddings (encoder_id, content_hash);
CREATE INDEX ix_notes_paper ON notes (paper_id);
CREATE INDEX ix_records_paper ON records (paper_id);
CREATE INDEX ix_records_title ON records (title_key);
CREATE UNIQUE INDEX uq_records_source_key ON records (source, "key");
CREATE INDEX ix_record_identifiers_record ON record_identifiers (record_id);
CREATE INDEX ix_record_references_identifier ON record_references (identifier, record_id);
CREATE INDEX ix_paper_names_paper ON paper_names (paper_id);
CREATE INDEX ix_paper_authors_paper ON paper_authors (paper_id);
CREATE UNIQUE INDEX uq_review_searches_query ON review_searches (review_id, source, "query");
CREATE INDEX ix_review_decisions_review ON review_decisions (review_id);
CREATE INDEX ix_review_notes_review ON review_notes (review_id);
CREATE INDEX ix_review_records_record ON review_records (record_id);
CREATE INDEX ix_lookups_paper ON lookups (paper_id);
CREATE UNIQUE INDEX uq_tokens_secret_hash ON tokens (secret_hash);
CREATE UNIQUE INDEX uq_kept_lists_slug ON kept_lists (slug);
CREATE UNIQUE INDEX uq_kept_lists_share_token ON kept_lists (share_token);
CREATE INDEX ix_kept_items_paper ON kept_items (paper_id);
CREATE UNIQUE INDEX uq_saved_searches_slug ON saved_searches (slug);
CREATE INDEX ix_known_must_reads_paper ON known_must_reads (paper_id);
COMMIT;
