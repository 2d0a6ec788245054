-- Every view of analytics is readable by who may read views at all; what it shows is for `access` to say.
GRANT SELECT ON ALL TABLES IN SCHEMA analytics TO guanjia_views, guanjia_console;
