CREATE TABLE public.artefacts (
    tenant text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    sha256 text NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE public.models (
    tenant text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    revisions bigint DEFAULT 0 NOT NULL,
    revision bigint,
    champion bigint
);
CREATE TABLE public.qrtz_blob_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    blob_data bytea
);
CREATE TABLE public.qrtz_calendars (
    sched_name text NOT NULL,
    calendar_name text NOT NULL,
    calendar bytea NOT NULL
);
CREATE TABLE public.qrtz_cron_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    cron_expression text NOT NULL,
    time_zone_id text
);
CREATE TABLE public.qrtz_execution_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    fired_time bigint NOT NULL,
    run_time bigint NOT NULL,
    succeeded boolean NOT NULL,
    error_message text,
    retry_attempt integer DEFAULT 0 NOT NULL,
    retry_scheduled boolean DEFAULT false NOT NULL,
    execution_log text,
    result integer,
    summary text,
    metrics text,
    manual boolean,
    fire_instance_id text,
    job_input text,
    job_input_too_large boolean
);
CREATE TABLE public.qrtz_fired_triggers (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    instance_name text NOT NULL,
    fired_time bigint NOT NULL,
    sched_time bigint NOT NULL,
    priority integer NOT NULL,
    state text NOT NULL,
    job_name text,
    job_group text,
    is_nonconcurrent boolean NOT NULL,
    requests_recovery boolean,
    execution_group character varying(200),
    progress integer,
    progress_message character varying(250),
    interrupt_requested_time bigint
);
CREATE TABLE public.qrtz_job_details (
    sched_name text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    job_class_name text NOT NULL,
    is_durable boolean NOT NULL,
    is_nonconcurrent boolean NOT NULL,
    is_update_data boolean NOT NULL,
    requests_recovery boolean NOT NULL,
    job_data bytea
);
CREATE TABLE public.qrtz_job_status (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    job_name text NOT NULL,
    first_fired_time bigint NOT NULL,
    last_fired_time bigint NOT NULL,
    last_result integer NOT NULL,
    last_run_time bigint NOT NULL,
    last_instance_name text NOT NULL,
    last_entry_id text,
    last_summary text,
    last_success_time bigint,
    last_failure_time bigint,
    last_failure_message text,
    consecutive_failures integer DEFAULT 0 NOT NULL,
    run_count bigint DEFAULT 0 NOT NULL,
    failure_count bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.qrtz_locks (
    sched_name text NOT NULL,
    lock_name text NOT NULL
);
CREATE TABLE public.qrtz_misfire_history (
    sched_name text NOT NULL,
    entry_id text NOT NULL,
    instance_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text,
    job_group text,
    misfire_time bigint NOT NULL,
    sched_time bigint,
    reason integer
);
CREATE TABLE public.qrtz_paused_job_grps (
    sched_name text NOT NULL,
    job_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);
CREATE TABLE public.qrtz_paused_trigger_grps (
    sched_name text NOT NULL,
    trigger_group text NOT NULL,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint
);
CREATE TABLE public.qrtz_scheduler_state (
    sched_name text NOT NULL,
    instance_name text NOT NULL,
    last_checkin_time bigint NOT NULL,
    checkin_interval bigint NOT NULL,
    quartz_version character varying(20)
);
CREATE TABLE public.qrtz_simple_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    repeat_count bigint NOT NULL,
    repeat_interval bigint NOT NULL,
    times_triggered bigint NOT NULL
);
CREATE TABLE public.qrtz_simprop_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    str_prop_1 text,
    str_prop_2 text,
    str_prop_3 text,
    int_prop_1 integer,
    int_prop_2 integer,
    long_prop_1 bigint,
    long_prop_2 bigint,
    dec_prop_1 numeric,
    dec_prop_2 numeric,
    bool_prop_1 boolean,
    bool_prop_2 boolean,
    time_zone_id text
);
CREATE TABLE public.qrtz_triggers (
    sched_name text NOT NULL,
    trigger_name text NOT NULL,
    trigger_group text NOT NULL,
    job_name text NOT NULL,
    job_group text NOT NULL,
    description text,
    next_fire_time bigint,
    prev_fire_time bigint,
    priority integer,
    trigger_state text NOT NULL,
    trigger_type text NOT NULL,
    start_time bigint NOT NULL,
    end_time bigint,
    calendar_name text,
    misfire_instr smallint,
    misfire_orig_fire_time bigint,
    execution_group character varying(200),
    preferred_node character varying(200),
    preferred_node_auto boolean DEFAULT false NOT NULL,
    retry_policy character varying(250),
    retry_attempt integer,
    continues_trigger_name text,
    continues_trigger_group text,
    continuation_condition integer,
    overlap_policy integer,
    pause_reason character varying(250),
    paused_by character varying(200),
    paused_at bigint,
    misfire_threshold bigint,
    fixed_delay boolean,
    job_data bytea
);
CREATE TABLE public.runs (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL,
    attempt bigint DEFAULT 0 NOT NULL,
    deaths bigint DEFAULT 0 NOT NULL,
    furthest double precision DEFAULT 0 NOT NULL,
    created_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint,
    stage text,
    epoch bigint,
    epochs bigint,
    train_loss double precision,
    validation_loss double precision,
    done double precision DEFAULT 0 NOT NULL,
    seconds_left double precision,
    revision bigint NOT NULL,
    request text NOT NULL,
    report text NOT NULL,
    data_hash text NOT NULL,
    version bigint,
    note text,
    error text,
    CONSTRAINT runs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'cancelling'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE TABLE public.schemaversions (
    schemaversionsid integer NOT NULL,
    scriptname character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.schemaversions_schemaversionsid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.schemaversions_schemaversionsid_seq OWNED BY public.schemaversions.schemaversionsid;
CREATE TABLE public.series (
    tenant text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    series text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    frequency text NOT NULL,
    start_time text,
    utc_offset text,
    start_index bigint DEFAULT 0 NOT NULL,
    points bigint NOT NULL
);
CREATE TABLE public.series_points (
    tenant text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    series text NOT NULL COLLATE pg_catalog."C",
    first_point bigint NOT NULL,
    content bytea NOT NULL
);
CREATE TABLE public.versions (
    tenant text NOT NULL COLLATE pg_catalog."C",
    model text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    run text NOT NULL COLLATE pg_catalog."C",
    created_at bigint NOT NULL,
    revision bigint NOT NULL,
    parent bigint,
    frequency text NOT NULL,
    horizon bigint NOT NULL,
    evaluation text NOT NULL,
    composition text NOT NULL,
    choices text NOT NULL,
    levels text NOT NULL,
    options text NOT NULL,
    point text NOT NULL,
    note text NOT NULL
);
ALTER TABLE ONLY public.schemaversions ALTER COLUMN schemaversionsid SET DEFAULT nextval('public.schemaversions_schemaversionsid_seq'::regclass);
INSERT INTO public.artefacts VALUES ('default', 'air-passengers', 1, 'e4532644b112620a82ae6ee3ae461a6a7a47b31568c19f5449b017b501148d27', '\x4c53505201000000520500007b224672657175656e63794e616d65223a2250314d222c22486f72697a6f6e223a31322c22506c616e223a7b22486f72697a6f6e223a31322c22536561736f6e73223a5b31325d2c22416e63686f72536561736f6e223a31322c224c6f6f6b6261636b223a32342c225061746368223a312c2248696464656e223a382c224c6179657273223a312c2243656c6c223a226c73746d222c224269646972656374696f6e616c223a66616c73652c22526573696475616c223a66616c73652c2244696c6174696f6e73223a5b315d2c2244726f706f7574223a302c22526563757272656e7444726f706f7574223a302c22456e636f6465724465636f646572223a66616c73652c22417474656e74696f6e223a66616c73652c224d656d62657273223a312c2245706f636873223a32302c22537465707350657245706f6368223a302c224261746368223a33322c224c6561726e696e6752617465223a302e3030332c224f7074696d697a6572223a226164616d57222c225363686564756c65223a22636f73696e65222c225761726d75705374657073223a302c225765696768744465636179223a302c22417665726167654465636179223a302e39392c22436c69704e6f726d223a312c2250617469656e6365223a302c224c6f7373223a2250696e62616c6c222c225175616e74696c6573223a5b302e3032352c302e30352c302e312c302e32352c302e342c302e352c302e362c302e37352c302e392c302e39352c302e3937355d2c225363616c696e67223a224c6f63616c222c225472616e73666f726d223a224c6f67222c22416e63686f72223a2250726f66696c65222c224c6576656c506f696e7473223a312c2250726f66696c65536561736f6e73223a342c224472696674223a302e352c224761746573223a747275652c22536b6970223a747275652c224c6f636174696f6e223a747275652c224d61736b223a747275652c22426c656e64223a747275652c224c6576656c73223a5b38302c39355d2c2253656564223a317d2c22476c6f62616c223a7b224f6666736574223a302c225363616c65223a317d2c22436f6d706f736974696f6e223a7b224c73746d576569676874223a312c22426173656c696e65223a6e756c6c7d2c2243616c6962726174696f6e223a7b225175616e74696c6573223a5b302e3032352c302e30352c302e312c302e32352c302e342c302e352c302e362c302e37352c302e392c302e39352c302e3937355d2c224572726f7253697a65223a5b302e373835393137323932323933303537372c302e383331383131303238343830333237362c302e383834353834383239313732383135382c302e393137393636373236393639303930372c302e393137393636373236393639303930372c302e393235383239313634353533323232312c302e393733363938363739343934343835312c312e3030313936363830333430353938312c312e303733363237383934373330363133352c312e313233313137353933313137383039372c312e3136333132363331393631333933372c312e3136333132363331393631333933375d2c2253747265746368223a5b302e3935373436343432333535333632322c302e393931363733343034393936383930392c312e303433323238323131353534323535372c302e393939313733363230313631353736322c312e3030323233393735333330313439312c312c312e3030323233393735333330313439312c302e393939313733363230313631353736322c312e303433323238323131353534323535372c302e393931363733343034393936383930392c302e3935373436343432333535333632325d2c224572726f7273223a3238387d7d01000000262100004c53544d5356435702000000030000000800000001000000010000000500000001000000000000000000f03f020000000c0000000b0000000100000005000000180000009a9999999999b93f150000006c61796572732e302e7765696768745f696e707574020000002000000003000000ae3ad73dbd3f92beae103cbe902d8fbb9f82083e042b413e07064b3eee3c7c3c94831e3c82186bbe1239883e43bd023e1632423e5b459b3e20b9213d851f143ee1faa4bd091e883d6c0c43be877f6bbdd0e3993eb0bdaebd8b2957bed33538beb363413c0a4740bd7f4e963e7eada73e3f7ce3bef11f8fbda7e5093ef55ecbbe487048be1f37bc3dd7bef4bd466c853e5c7e1b3d141a933eb99b8dbeed69043dc5a2123d2c06b13e05518dbd46224dbe1b6779be1b8c58beba9429be3bb89f3e717a29be91d62dbd14a8393eea669e3de27d983ea4f4a1be909df6bd41f05cbeb8e61a3e6dee46bbdfdf8ebdd6aea6be0fa5553e2c0614be46e5a53e9a596fbea440033eade4893ea5d090bde0878abe3854363e7e0442be1b6344bd0000803e3c87233eeb40bebef9f7ab3d5418b03e2f84afbea57db83e6bc4853e536b8f3ea2428dbcc0e0d03d3c84ddbd32f5d23eb9b5a0be1eff923e172522bc25c886bed2a36f3e090168be46fd153e5e26523e864e7bbe07ed88be167f3abebf1c373e160000006c61796572732e302e7765696768745f68696464656e0200000020000000080000009ec39cbded9c633e80425dbefc20353ee10bca3e20e09c3e22e1123ecdf80d3d39815e3e6aa16e3e0dd2023d306fe2bd2304f83d3eda023759d118bed8a32cbe703a6ebef99af03dba3d293e60d605bec73c6fbc012a0cbefdd5a33ed60215bdd45e9e3e643ffdbcef36b2be05543ebe04cb56be4869c73d9668f2bc34cc82be1acbfcbdd849a7bef85339befba93abb0e1f9d3e27a3d83e513787bee90217be3ebbb5bdd10b3c3e0f77a23e7ceac5bed83cf6bdd583773d804f0ebe9af41fbece2d373d061353bec422c03eb0ed683e3c074d3e0973413d98b67ebe7f61ca3e3314ab3d3ff75f3ebb15dc3de0a6aabe671099bca71a21be875781bec9ca133e0fd6ae3ee1939ebec4ce613e0658423e6155a93d35fe81be22deb33d4c2fb0bdea9dc63e6ab02f3ebd009ebdc3b8a23e3b9c5d3e4777593b61e519beff74603efb6d8b3dbabd94bdd7c753bb0e79cd3c2fe021be71f5a9bebab87fbdde6dbebd10a576be072c1c3e3ef1c4bc9ac6aabd04c706bd9662b93e1c39263dffe9a03dd511b9bd51bd9e3ca989093e6336d4bea4f786bd76fc6bbeff87153eb4fa993edd219b3ec4cfbebe0f5a20bd5b0518be0f3d86bdbbe78bbd925e75be08a35abe77c6853d91fab9bda548253e3142cb3d7801ac3e73e0663ec8a7d1bd21568bbe4a94e1bd90f57fbeedb7c53e888fc3bea08d01bea2051b3d2730603e49af3cbe51ddb3bc8c21dd3dbda24cbd74d4cabe03030c3e3d071dbce8b40a3e4da7dc3e1e12373ed3ed753ec4bd063e938fae3e0ba2f13df8a5863ed4a1aa3ec520babd9f082e3e5733e1bc1e098d3d6f3f5dbec22c1d3ed87e56bd6b0d2fbc41789ebe102ba53d7c5ce9bd34fefbbde6a83e3e7842803ec2656ebe27b2f0bd11ac44becffb0dbeea6790be4c5e853e307bcbbe824eb73e1a58903d8ea21c3e93c57e3d59b0c33e82cec3be53a7a23e25ef9fbe7fe37dbea905b13defbc07bc1cbda6bbb89a383e59b1163ea7056a3de94f6b3e37f8a0be6e5c1ebe762dd2baded1b9bd292f4bbd8c8028be0f2c743eb7dfadbe660219bef81c5f3e40449abeb7426a3e00795d3e53b2813e63b0a03e723763bdc0846c3ee691fb3dfbff71be9ee01b3e7d89bc3ead151c3e58ac67be5e0f443e304ccfbd9bd2603e555a293ea5160bbe1e6ba0bd8445473d29c75f3effbf8a3e8a2e0dbef13808bea798643ecf8bee3d5b6d853e2b41663eaf7f1d3d99e229bee47501bea12a39bed4ce3a3ebdd26cbdeb04cf3e7255d6be7b07843e26b415beeb5b143e48fe97bde9984ebed089273c336f613ce0836c3ddd6263be50931f3d9722173ea202ad3ee98f8a3ec5b783be9560d33e4a156f3d4f32023d54b47bbec82e2bbe5447473e7598823e41d1aa3e2ba8143e3789b5be6299ba3e712d3e3e141d85be1dbc1bbdb58b82bed05c8b3e0d0000006c61796572732e302e6269617301000000200000008180b43dfd849a3d7300643d7ad37f3d76bb923d0110943db0508f3cdf77933d08958b3fff67813f4242803f5e7d893f5e6b893f0291893f7fcb7b3f9a5b893f4b7ca13d22504bbd164b0f3dde0a76bdb493143dea0a8f3debf2b03a288f793d31ddba3d797c983dbeb05c3d8ee89b3da0779f3d4202b03de08c2f3de5c1b03d15000000686561642e7175616e74696c65732e77656967687402000000840000000800000031a3acbd79609f3d52c1ffbd3b27b43d2e9acdbd673e00be14cfdcbdfc7905be259101beaeefc83d295dd9bd9012013e18e010be0657febd4efde1bd5838b4bd0f370abe339e0e3e0460acbd32969b3de6fe90bdb34efdbde9a996bd6db8acbdda78d2bd60c8753dd16ab8bd0e649b3d65a4b0bdd07d57bd63ffdfbd852692bd955990bdeeadcd3d2f4170bd38cd1c3d99f59d3ce76405bc051063bd49e48fbd53260dbc836b543d8f73aebd9dcd613c82a7913caa3f7d3c051f91bd82e83cbbb79b87bc5a7ba73c3386bfbd801a88bd1d69843d8662283d1e2de4bdd51ff73c9a2e943deba13abdc94456bde6895abd4a03dc3ddcc7ed3dd78245bd8b0dd03d82cdd13da07eb1bd752db83c0d939dbdff8cd03d12d00a3e8d63a0bd4da2f03d51c7163ec6a69ebdef34d5bae352ebbddcc6cc3d2a17cc3d90c9c2bc2699f13dd1f0ce3de5cb05be0704983c4a19c6bd2ba5be3ddee2da3da71444bdc9d5cd3d17b814be697ca43d95e8d5bd840deb3da63ff0bd87c4e5bd9d6f11bd3ac7aabda358b0bd4337d63d8658ecbd929bfc3d012adfbdcc6ea0bd80d112bda8f5a4bda2320ebee500e53d17558bbd3c60a53df92201bec50fc4bd1abe06bd3b6cc9bd54708abd1ab4f23d2f6ab5bc1535d13d2d8fcbbdca4e89bde2a735bdc1cb7cbd862e25bda8e2913d8e1617bd0efd603dda50aabcf1dce9bce76008bdf4d527bd3063523cf3acb83c0e8218bd2f5ba0bb98279c3ca22154bc74137dbc67ff1ebdf985713c7c7e823cb2b521bdcadb2bbd5121ea3c7bd85e3ddfdb12bcbf452f3d09d0a43d2ec654bdc985513dea4eb4bd6d5e8a3d7fdc043e671f193ca7d1b93d63a0073eaf5009be35ba8a3dd52312be67f0163eae63b43d69e8ae3c8b85fc3df3c2093e41020bbef31ed43d3c1c0dbe8c19163ec222d13d2d8249bbb672173eb0640a3e600fe6bdeee8e63df8c6a8bd732ae03d229bd03d90abbb3c6ab4043e79911bbe4561a33df559ccbddb31ea3de852eabdb7a8a8bd3550fbbc460abfbd96ed14bebac8cf3d5bfd74bd4f81a23d10c4a7bd0c43b8bd525a5abc1700e9bd13c6c2bdcab5053ec35497bd557aed3dccbec3bdc8b6bbbd987f1ebd046ecdbde7f2c9bd2fc6b23de26980bd81d1693dbe0a5bbd928994bdfd42b9bc2bad97bd84119fbd2a646e3dfd21a2bc1de9f93c9c798b3b9e8e53bcf40111bb35e3bdbc78d7c5bccf94b3bc8944943c63b5c53c2fb1913ccd075abca1ffe4bc04d1ae3c687d2c3d84a0b6bc23e2083dfc543ebda801c03c3e9f7f3d11ee1c3ca943663ddcee813d826858bd88141d3ddb1ed5bde3e4f73d7140f03d6cfa2e3deb64ae3d06f3b13df6d200beae35dc3db75101be558b083ee5e8f83d6c4b823dd6f4093ee682da3da84fa4bd38b7b93dc095e5bd2c8c0e3e746d023e626edf3c73a9073e84b2c53d7a92f1bd5fc39a3ddfe8dfbdcbdc0c3ed477193ec042263ddc11c83df037c4bd3d09e93db495b3bda7ffca3d571a04be6722d2bd68e0203ded6df0bdb34a15be255adf3d5943acbd298e013e0287d3bda15ba3bd22cee83c3ce9babda33beabd9ea5fc3d194c83bd0846f63da69d0abec7c6ccbdbd0f4a3ccc4cffbd141ad5bd09f8a03d1c94c03cc686f03dbe1479bdf05c7fbd2fe62e3da428f1bdf1e11cbd46cce93cf6a2753d01011f3d313dc2bce05810bddaaaff3c5d6646bc1c5783bc9bfc91bd9cc4b13d28f7aa3b1485b83c21717dbbd2d2573d631278bcda51043d380e8bbded6b043d0e778ebd7542143de5fe6f3d98e7433dc5da5e3d0a76b33d345bc4bda722753dcefb9bbdf0018d3daaa6a13d455f9c3d8cf5043eeea4083e889392bd8bb7f13d5fc8fdbdce14aa3d6217183ea7432e3dff5dff3d67d2003eac1dc3bd894fb93d9b0814be076db43db02a133e7bc3a63c8224c63d35c3f23df9d0b8bdb8a6013e59b8e5bd8930ab3dccbe193efd53733daaa1bc3dc27bd5bdaeba053e0f2a7dbd1813f63db5b8ccbd3ec9a0bd9585e83dee11d5bd46fab5bd4bd6913dbd375dbdf66d0a3ecbbb07be14890ebe4d6fde3dc43cc6bdd375e4bdace1f13dd91a1e3d5c1fed3d83f6f6bdedddf7bd0af1f23dd35796bd698acbbd5538e73b4387cc3d7d6c8d3d273bc9bd8117e0bd2135f13da89aadbd48ef3fbd16879fbd4f43953d8594793cbbce66bc23db92bd21abed3df23847bc1dc729bc2f8bbfbdb8a7a93dac0025bc2ae576bca09fecbca861bc3dff67f9bb9512293d927e6cbda562863d29a719bd77629d3ca78da6bba685823d8e8f023d9b587f3df868f0bd0f9d953da590abbda3a58c3db175af3dafc0f23d2519a33da85ebf3da4faa3bd58a2b53df184bfbd1414e13d01229f3d5075d73d07bc053e0afc163e8a558abdfb1ac13d71efd5bdf144ea3dd613fe3d0116463d35ecf33d94200a3e16559bbd9683df3d8ddd9cbd44cddf3de68aa13d713d903d17eafd3d31b300be4796cd3d7d5565bc13ae063e4d2c18bee332e4bd91e0e23dc7cb08bee66cc4bd80c8873d9144b7bc52cbc53dec29cbbd6691adbde3f7973dd492e2bd39cdbcbde719cc3d473c5e3c8424c53daf8a01be7a6b08be420f813d125bb8bd64b4ddbd3c68023ca27a823d2b7f983dfd7436bdb981dbbd2abd9d3d0d5d50bd978d25bd4b74babd4c2ba63d7478183dd3c93cbd01a356bd1e20973dd3f19abcf43e2f3d15f2cabdeefbae3dae21bd3c90e8d7bcb98756ba2edfdf3d2c70cf3c4a1f6a3d400a65bdaebab13d16179bbd31e3383dca1b433d576f063ea4993d3d2970913dd35403be1a62ed3dadd896bdb8179a3d9fd4d63dc061b43d58a3f43d003be63d92aaa4bd17d1fa3d1a30d5bd1c4d8e3d553dc23d74c6be3d821fbe3d7739083e575605be0170f03d5d7ffbbd72a2c73d6ae3b53d7785b13df419b03dee5b193eb3c90cbe218b043e92ea9bbdbe60b23d5505fb3d15eb893df08b003e162e07beade4a93d19df2f3df5410c3ed80419bebce709be3371c13d063fd9bdfd5cfdbd87ff963dfe245c3dbbbc003e3b1509be1053b3bdec31933d9f010ebe9e04c9bd4715eb3d9ca0333bd080a33d9b10aabd754700be88fb083ec7d09fbd15009cbd30c79bbb18b2dc3d626dd13dc0afd8bd628ea2bdaa57cc3d78e5bebd190885bcc10b08bd04f4c93d05f8473df06336bd25e28dbde7a6d93d646c8bbcc1ed643d8a3f5fbdc4c6d33d0f4184bb4bbbc0bc111282bd235fb13d5465163b8c6c3b3da5dcacbd8b8d973d5ae89fbd587d843d17b354bc7c21683d98c3763d3913dd3da9e895bdf8e4663dec4fbbbd5c09e43da2d9953d5783b83dcb36013e3e03ce3d6e6db0bdea6d023e6149d9bd39efe93da6b4b43d1d96c53db57ad63d7acad73dcf190bbe3fe5c33d8a3f15be91969e3d253bb93d2ba9be3d3bcd143ecd75c73deee5b8bd235bb33d6c0118bea88eda3d01b7063e15f7733deb97f93d7912c5bd6d43fc3d880a11bd8126c23d617d0abe386119bec4c4833c1e5efdbdfa17c8bde94fe73dd174b6bdb451053e3b4009beb50e14bee4fd7d3ded56f7bd49d6adbd2d26b63de95440bd07d7033ecc4819beed03eebd58c4a63c67dcfdbdfa7996bddcf4363d9eafbc3ba9de903d9c8704bef184fcbd61f8773dbdad7cbdb1cc7bbd0c4bc13863b3513d235d913b64384bbd91fb4dbd1508153daab35bbcbdc40bbb230594bd1fba9e3d7afe46bd81420dbde7be24bb3e421c3dd30c34bc6e58183dece831bdb6894c3d126c8ebdb771623d0d441f3d40ef3d3db968bf3d327efc3dd71cc9bdb330043d21399abd4e4f8a3d431c073e98b1743ce900053e602bd03ded8fc1bd6ce4863d9be0bbbdb7e69e3d6e90b73d23c3a43ca706163e7a23ca3de3fef1bdbdc5813d4d4102becdf2103e6f8cd43d9bd6923d041bf83d5ac8e33d101fadbdca51c53dfedf10bedcf8f13de09acb3dc5dc0f3df125ad3daf4900be8848ae3dfa31dcbd1cabc33d5a8905be4893adbdb3c0dbbcff2a07be55490abecd29113ebdc181bdd6a6d33d2d34e9bdeed39dbdc649223c690e0abe785ffbbda8dcda3d864bf1bdeee9cb3d4eaeccbd0de8c6bd4ab52fbaf90f13bee3088abd29fad33d5380b5bd563cc23d192bc1bda3d601bed67393bbbc75a8bd93e714bc8db8d23cb0193cbd303c3a3daa07afbdf6e59cbde9d728bb02c4cdbc4469a7bcd37715bc81371ebd6b8222bd969921bb596ababcf2ee27bd5dc80abd4852703db029703b3122583c3addb6bd34680a3da002b43c07c33dbcf38c833dce91923d9739c0bd10bba23b1c30d5bd3931b23d7ce8a73d207c73bc6699f33d7acef13d3906ebbdb398ae3d8ea9cbbd4a68ff3d1278bc3df04d933c6b39123eb524f83d7574cebdc3eeb73d17950dbe621dd83d3668af3d24e303bd3668143eef35c53d7dd2ffbd2a0fbf3d3c891abe6c0eaa3d19d0c03dbc13ad3cd0fedb3de9db20be7201ed3daf63eabd663ef13d925be3bd62a3c2bdad84e9bc1945b4bd8d99dbbd339d053e90e3e8bd373daa3db49af4bd344bd1bdca4877bd315114be0e6a0ebe292bb53def0693bdc806b23d1c9607be0f5ab8bd3f2f9cbcaafcf0bd508372bd0556db3de1a4a1bd8394e53d226beabd431fbcbd3fe477bd61c9c5bd95e726bd4ba5a73deb7c99bd048c803c95504abd75c07cbd661e3abd2dee19bd3872d33cf600783cc11188bc9f6b753cc58f593c5c74bb3ca625a6bde51068bcecaf713d835a0fbc160ab6bc9d2153bd31c9873c4263ad3d77e8c5bc5557603dd07fc83d9a08a5bdeb09e93bacb7adbde4bc903d3a1ea83dc459abbcb507983dd404ae3d128ca1bd1341453dda46efbd191ade3d4c3cd63d95afb8bb29a0c63d76590e3e10d29abd8f445e3d6f2419beab4ee03d3c32c13d4a5beebce625c23d8f72db3d40a8ccbd530d773dd654b2bda16de43dd687073ebfc661bcfc2cc93d439601be89ff1a3eeabdb7bd23e6a63d51d502bee16db9bd3c78c6bdad8abcbdfbedeabd8ce4e33d3f6500be6eccd73d708104be69e311be8335c9bd4172b6bd0f7907bed1acfc3dc9e30ebef8b1093e81770fbe2730b9bdb95c9ebdd1d2fcbd13f7bdbd06b3943dc273f6bd3d05933d1215dcbdf1afadbd8652a6bdef8780bd65b29ebd516d683d0e259abd44f0333dbbe91dbd11edc3bc8587cdbd2c8706bd438e14bded09a03df41442bdd0081abd1233db3c97914a3b75989ebd4086703a4f7a633dc53c2a3d251d42bd60d91bbd1038a83c18f2c03da45697bde7ee9b3df8dd943d9b6713bdc72b42bccfeb9cbd2b7e903d1b16073ef65d1ebd018bbd3d237ef33d4ec3a4bd9351043dc700c6bda026963d1e3b143ecb4180bc9c53de3dec40d73d940805be65cb983d13c2e4bd9e94043e9ae5123ee9ac69baec52d93ddb161c3e0becd7bd42e83c3d1ff6e5bd78759f3d3c34153e9ab180bc73a9b43dce4018be55c5c13d6e470bbe629c0a3ea9ad0dbe26d2d9bd4b5c78bdab72bfbdf3dde9bd2ae0fe3de02808bed692133e29b108be6aebf3bd586edabd6040f2bd31dcb8bd2964103ee134ccbda9f0cf3d2f7b03be42dcdabd3e65fbbd8114dcbdb690a0bdd80fde3d8d8f95bdabb1df3d8dfedbbdd9a8aabd6805a3bdd1454ebdd3a010bdb4d7b23dfadf4ebdf7a2203d7d9b42bd85c3abbcc143bebdc7710fbd3598213d944aa43be32851bd0c34883b58c2adbce046dc3c954fb6bd882582bc4a90cc3c9d8fa43b32026dbd75bb1fbd18d31a3d82d4713d0f7206bd8193e93c73618f3d671d9fbd0300e3bc5e698cbdc660863d11c1083e74db37bd12b9c33d4bd4123e64809dbd06f90c3db9c406be6a80053e9cafb63d717aa83bc0fbdd3dd58a153e55e605be1904a93cea9caebd56f1933d32de0e3e3907febc58ab9e3d1bb5083e177eaebd6c4adc3c8e570ebefddbe73dc246143eefbdc2397cbc023e13000000686561642e7175616e74696c65732e626961730100000084000000b5c9d1bd451bcebd8ce3c6bd487a9cbd15f8dbbc2f316b3b2a4b203dcaef9e3dbef1ca3d4b20d23de01fd73d0e6bd3bd0e80d5bd7573c8bd4dffa3bd136fcebccd50ad3a356c0e3daf59bb3d65f1d43d2f71da3de080dd3d6afdcfbd5bcbccbd5a33c4bd74be9bbd4cab20bdb26ef23a8551033d3ed0ad3da4eace3d2edbd63de9c1d93d8b17d4bdc8d9d0bd5860cabd94cba4bd238435bd125a473ce5db4d3d9424b83d2705d23da8c5d83d591edd3d373bd2bdfe35ccbd0f38c5bd59b293bd1475f3bc0605153c0dc3433d14bba23d58d4c53db023c93dc743cf3dfbd7d5bdbe02d8bd07eeccbd7e1d8fbd5b98d3bc87cfab3b3fc75c3dfb9fa53da4b9cd3de385cf3dc7aecf3d8b64d6bd18ead4bda7f6d0bdb49c9ebd728645bdeda2d63b440d4e3d0ca3b23d4007d53d7238d83d6b61da3dc281dfbdb2ffdcbdf06dd8bdc4c2adbd88ae33bd0adf6f3c5413683d7da4bf3dbd33d93dc260dd3d6baae03da8d0d8bdd2c4d3bd05f0ccbdae5f9ebd4fff05bdc3809a3b471d4e3df8ccbb3dd076d53d5ad1d93d9d95dd3d380ae0bd9bcfddbd0004d8bdffdda3bd23e0f6bc5d24703c6f006e3d2631c13deb17d83de2a2da3df028de3dab10debd00f0cdbdcd05c1bda10194bd55b2efbcf6727f3ca994593d302eb53db0b0ce3d9b2ad13d50e5d43d526be3bdc142e0bd4452d8bde0d290bded9270bc01f5d23c38e84d3daa72b13d2d27cd3d8249d43d6d85d43d14000000686561642e6c6f636174696f6e2e776569676874020000000c00000008000000984172ba6ab5713d70fe7fbd357f213ba5f72538d84b883d3fccc0bdd5c140bd531d99bc10a5db3c7540cabcf51e123d1a76d83c08d0943c18d726bdc4f0e13a85745ebc085727bc8eb7b73ca724583cb749873cd450ea3c83f34ebba2b416bc65109cbcabc87bbd8a4e583d13d7f13c0707533dd8d881bcdcf1013da294893c4dc2093de3be91bd5029b83d3149103c42acf83cde6f533ce935823db688053b54728c3d112a8bbd57397c3dac673ebdc2f1d43a52bc0ebb5552b03d55d8343d9ef6203db7919cbd039f903dd79425bb59991f3d56c5efbcc6fadd3d3847d43cefc32d3cff3a9cbd2437193d94538fbd1ae4d9bcc0cb583805b1743d872d1f3c18dded3c74240a3b6e8c50bc327e3bbc7f215e3b9ea499bc8bc5513ce33b883bac22873c71e3603db8ab0dbcd19183bbdd27ffbb7fa6af3c7390a0bd8fb9c63c1e013f3bf68d7b3d841772bd4b71e8bcb4658abc7914263cff2aa2bda5821b3d3bfca9bc98ef853d8626a2bda8fb93bc34b6643b2440783c056a95bd7810043c12000000686561642e6c6f636174696f6e2e62696173010000000c0000003a4cce3bc33f8d3b938a4f3b08a73d3c747c493cf99b9a3c601bb83c221fb83c1e57b13c56abd23c6076bd3cd76cda3c11000000686561642e67617465732e7765696768740200000005000000080000003fd18ebb04500f3d24baa6bb67e7163ded4a0fbc01e69fbc92e348bd0b9d18bdfbc5c7bcef52eabc1752673ba00fd43c2002ba3cb9ee063d1a8198bc101270bc1f8c953c0e7ce43c3ec614bd0912183d972fccbad1da6c3c5e7d87bc260d2dbc4b3de2bce2452b3c3a4bafbc31d07c3cbf75f63ce779ebbc5a752dbd905c583cdcbf0a3dc3eff93ad986af3b7a14f4bbf4ec87bcfa00b7baa0a1a83dd301f23b0f000000686561642e67617465732e626961730100000005000000e2879aba3418b73cf4b2bfbb04541dbce16af03c10000000686561642e736b69702e776569676874020000000c000000180000002efa2c3c2987833be7019f3cd144883ce135993ad8e4633c3651afbb85512cbc778c283cb2ad7dbcaef5223cc85954bc50cc013d25fb5f3b9dfba73c19bd643cd5b54c3bc1be82bc7b4eb73b80af25bb8fc600bc50b2e7ba16002c3d649b903caad64f3cc333d33bc2cb083d3196a23c183567bcb7fb023b0f95973ce01647bc08fb763b1c2826bb9db8a6bb7f089abc050d393cfe143d3bd0853c3c1f1e82bc713de03b197b75bc6521adbb35d813bcbea017bb463499bceefc613c6e0aa73b4f22383c2ed6f23bac5f623c1311dfbb5665383cd31d0f3b98c337bc130c4b3c5c20273c4563e8bb89a974bcd159febb0c4a69bbd17b883ca73d2e3c0b47a8bb9be69a3c2d74d33c941747bc9d7e053a40ff063db7e2023d80103e3c14ec6abc8f0414bcd762cc3b25e0973ca6498cbbb96bbe3c5ca6273cef11b8baec6db6bce9043f3cc6e78fbc5fcb8cbc3f18b1bc08b5123c5f5addbb3179503c9673113c1ca8413c5dc564bb262d013d45ce3e3c3a693f3c7c705d3d28ab9c3dc5f1943b51c8a63cc594013cfb41023c1c7313bcea2550bcfbb8113c4e18383b16df76bcbb60073c694976bcdc011cbcd8a7ba3b788a0a3cc7537fbc7f9a64bc02ad083d598840bb705cde3cbe533abb748d4d3cb1865c39b9bf853c83de7b3daaf2773cb26b12bcc0b1963aa524fa3b967b953c1f2d9a3c84ed603ccb3f10bc2307833b6f6379bb81dd06bc38c4f5bbfd97f9bb413c37bc38a703bc832e4f3c124fcabb668e193c69f143bb60722a3cf3d2773ceac4303d18f0043cbdf7053d0a2175bc006795bbfec6053b1167a83b7829ae3ae5b9eb3bfc6111ba97dd1ebcfed6593cac1ad7bafe946abc28b8a4bca0d7acbc4864a4bb21b6723b793bddbc5b359abb11e4713c812a903cf1611a3de5e4393c8e36093dec9e683ddcc4193d962f61bc19a8983a3f4044bce9ae533cd7515cbc43b126bc10b1493c1866ddba45e98d3c05e92a3c36f0b2bc02038ebca9e885bc7140b93ad46b94bc188400bb3671cfbc8d6a3f39d2e5d5bbfca3cd3c66d3d53c72ff903cd18f233dbf13bd3d737b73bbab597ebc9a45493c962979bb33fe18bcfe90a2bbd2d840bc26223cbc996c483c5fc79dbc3a12433a21d368bc1ca4c9bc4076743b921f6dbccef78b3cb4a68e3aed32bbbc218a8c3cae0c73bc902c0cbc9c542a3c966bf83c0617233dfadb953cf3711bbc2c0aa3bbb99d843a11d61fbce980debb1943c5bbdbe13bbc9683c6baa160ccbb584e74bcf4f29ebc0b32a8bc8eb3c73bbf1038bc9b54363cfec6d2bb9c37213b3ae2d7bc5ae35b3cc924153cdb7ca93a1e678cba6399463dae1eea3b558d2f3c0848c73b313750bc8008903b4aed1cbbfb1ea2bce96426bc628c89bc1b35893b0b6ef7bccc958bbceb1bcdbbdc7cbfbcbc073bbc48ed6bbcae9f0abcc559acba3aac55bc25e2a2bcea5926bce80965bc0e2424bb74086a3c05e7a53c0820af3b3199b0bc66862bbcfbbb0c3a9c7472ba73d6f2366a9af2bb8d5950bc4cb43bbc1ac4a7bc07d28cbae80bd437a6fa1e3c7fc4a0bc585abfbcffe145bc686053bc8f1e0cbd9d8324bd07620abd9c54b5bbe8aeeabb74c86839d44733bc49a27bd3f443a30dfd92ce635d875b3eac66f77685de154031d94edcc6aa1e28e95a0a59cde129af08f80485f6c29101ffa8d660a5114a32be4d40c9b43fc22a');
INSERT INTO public.models VALUES ('default', 'air-passengers', 1795550562893, 1, 1, 1);
INSERT INTO public.qrtz_locks VALUES ('training', 'STATE_ACCESS');
INSERT INTO public.qrtz_locks VALUES ('training', 'TRIGGER_ACCESS');
INSERT INTO public.runs VALUES ('default', '01a20f27-4a1e-7cb8-96d1-4c072427662a', 'air-passengers', 'succeeded', 1, 0, 0, 1795550562893, 1795550563528, 1795550564625, 'calibrating', 40, 40, 0.2110733650058279, NULL, 1, 0, 1, '{"horizon":null,"levels":null,"options":{"hidden":8,"layers":null,"cell":null,"bidirectional":null,"residual":null,"dilations":null,"dropout":null,"recurrentDropout":null,"architecture":null,"attention":null,"lookback":null,"patch":null,"scaling":null,"seasonality":null,"transform":null,"members":1,"epochs":20,"batch":null,"learningRate":null,"optimizer":null,"schedule":null,"warmupSteps":null,"weightDecay":null,"loss":null,"clipNorm":null,"patience":null,"seed":1}}', '{"series":[{"id":"AirPassengers","points":144,"start":"1949-01-01","end":"1960-12-01","frequency":"P1M","frequencyConfidence":1,"seasons":[12],"missing":0,"duplicates":0,"outliers":0,"kind":"count"}],"changes":[],"warnings":[]}', '7c680129fc3b0c072255668f63df5d301d635316f457250926000b476ede26f7', 1, 'version 1 is champion: it is the first', NULL);
INSERT INTO public.schemaversions VALUES (1, 'LstmService.Api.Storage.PostgreSql.0001_quartz.sql', '2026-11-24 20:02:36.762744');
INSERT INTO public.schemaversions VALUES (2, 'LstmService.Api.Storage.PostgreSql.0002_service.sql', '2026-11-24 20:02:36.838132');
INSERT INTO public.series VALUES ('default', 'air-passengers', 1, 'AirPassengers', 0, 'P1M', '1949-01-01T00:00:00', NULL, 0, 144);
INSERT INTO public.series_points VALUES ('default', 'air-passengers', 1, 'AirPassengers', 0, '\x0000000000005c400000000000805d40000000000080604000000000002060400000000000405e400000000000e060400000000000806240000000000080624000000000000061400000000000c05d400000000000005a400000000000805d400000000000c05c400000000000805f400000000000a061400000000000e060400000000000405f400000000000a06240000000000040654000000000004065400000000000c063400000000000a060400000000000805c40000000000080614000000000002062400000000000c0624000000000004066400000000000606440000000000080654000000000004066400000000000e068400000000000e068400000000000006740000000000040644000000000004062400000000000c064400000000000606540000000000080664000000000002068400000000000a066400000000000e066400000000000406b400000000000c06c400000000000406e400000000000206a400000000000e0674000000000008065400000000000406840000000000080684000000000008068400000000000806d400000000000606d400000000000a06c400000000000606e40000000000080704000000000000071400000000000a06d400000000000606a4000000000008066400000000000206940000000000080694000000000008067400000000000606d400000000000606c400000000000406d4000000000008070400000000000e07240000000000050724000000000003070400000000000a06c4000000000006069400000000000a06c400000000000406e400000000000206d400000000000b070400000000000d070400000000000e070400000000000b073400000000000c076400000000000b07540000000000080734000000000002071400000000000a06d4000000000006071400000000000c0714000000000005071400000000000d0734000000000009073400000000000e0734000000000006077400000000000d079400000000000507940000000000030764000000000002073400000000000f0704000000000002073400000000000b073400000000000d0724000000000004076400000000000c0754000000000003076400000000000607a400000000000107d400000000000307d4000000000004079400000000000b075400000000000107340000000000000754000000000004075400000000000e073400000000000a076400000000000c075400000000000b076400000000000307b400000000000b07e400000000000907f4000000000004079400000000000707640000000000060734000000000001075400000000000807640000000000060754000000000006079400000000000c078400000000000407a400000000000807d40000000000020814000000000007881400000000000f07c4000000000007079400000000000a0764000000000005079400000000000107a4000000000007078400000000000307a400000000000d07c400000000000807d400000000000b8804000000000007083400000000000f082400000000000c07f400000000000d07c4000000000006078400000000000007b40');
INSERT INTO public.versions VALUES ('default', 'air-passengers', 1, '01a20f27-4a1e-7cb8-96d1-4c072427662a', 1795550564631, 1, NULL, 'P1M', 12, '{"protocol":"24 rolling origins, 1 points apart, 12 steps each, of at most 2000 series; the judged networks were trained once, on what lies before the earliest origin, and the published ones anew on everything; weights of a blend and intervals judged on the odd origins were chosen on the even ones, and the other way round (their windows overlap), the published ones on all origins; what no option set was chosen by rules that read the whole series","origins":24,"horizon":12,"train":{"points":120,"mae":9.415785141192428,"rmse":12.36668498777286,"smape":3.132201889941808,"mase":0.29396490980070983,"wape":0.0304004686131001,"coverage":null,"mape":3.126377338734711,"rmsse":0.2592755606914566,"wql":null,"crps":null,"msis":null,"width":null,"coverageByStep":null},"test":{"points":288,"mae":14.98132176168407,"rmse":18.486166332402657,"smape":3.567715426347586,"mase":0.4909419631362686,"wape":0.034880278317879126,"coverage":{"80":0.7847222222222222,"95":0.9409722222222222},"mape":3.588846544777617,"rmsse":0.5253168767827787,"wql":0.020098859829267547,"crps":8.632599872085892,"msis":3.023561211650652,"width":{"80":52.83824155402285,"95":77.83374565422129},"coverageByStep":{"80":[0.8333333333333334,0.75,0.75,0.75,0.7916666666666666,0.8333333333333334,0.75,0.8333333333333334,0.875,0.7083333333333334,0.7083333333333334,0.8333333333333334],"95":[0.9583333333333334,0.9166666666666666,0.9166666666666666,0.9583333333333334,0.9583333333333334,0.9583333333333334,0.9583333333333334,0.9583333333333334,0.9166666666666666,0.9166666666666666,0.9166666666666666,0.9583333333333334]}},"lstmAlone":{"points":288,"mae":14.98132176168407,"rmse":18.486166332402657,"smape":3.567715426347586,"mase":0.4909419631362686,"wape":0.034880278317879126,"coverage":{"80":0.7847222222222222,"95":0.9409722222222222},"mape":3.588846544777617,"rmsse":0.5253168767827787,"wql":0.020098859829267547,"crps":8.632599872085892,"msis":3.023561211650652,"width":{"80":52.83824155402285,"95":77.83374565422129},"coverageByStep":null},"baselines":{"naive":{"points":288,"mae":75.20138888888889,"rmse":95.90309055383865,"smape":17.521284376173277,"mase":2.464369838588588,"wape":0.17508771362511924,"coverage":null,"mape":16.977444632489796,"rmsse":2.7478364650388083,"wql":null,"crps":null,"msis":null,"width":null,"coverageByStep":null},"seasonalNaive":{"points":288,"mae":39.69444444444444,"rmse":45.03478593758878,"smape":9.541910166547687,"mase":1.3007976726726724,"wape":0.09241863247586865,"coverage":null,"mape":8.99443215956659,"rmsse":1.2738752206575417,"wql":null,"crps":null,"msis":null,"width":null,"coverageByStep":null},"drift":{"points":288,"mae":73.41383206784694,"rmse":94.25474903508734,"smape":16.812097088253996,"mase":2.4057911184395784,"wape":0.17092583255622498,"coverage":null,"mape":16.862189509551964,"rmsse":2.6822786124760882,"wql":null,"crps":null,"msis":null,"width":null,"coverageByStep":null},"theta":{"points":288,"mae":26.824633199203628,"rmse":33.15969831225125,"smape":6.162210471889234,"mase":0.8790504798387674,"wape":0.06245448076258828,"coverage":null,"mape":5.9810272420240045,"rmsse":0.9505902080308141,"wql":null,"crps":null,"msis":null,"width":null,"coverageByStep":null},"damped":{"points":288,"mae":27.123461035755504,"rmse":33.74327614801515,"smape":6.299703514011739,"mase":0.8888431488068528,"wape":0.06315022699071597,"coverage":null,"mape":6.122004134405764,"rmsse":0.9590052390445747,"wql":null,"crps":null,"msis":null,"width":null,"coverageByStep":null}},"bestBaseline":"theta","beatsBaseline":true,"verdict":"44% better than the Theta method, the best baseline; the 80% band held 78% of the time, the 95% band held 94% of the time.","owa":0.46436374972410366}', '{"lstm":1}', '["season(s) of 12 points: usual at P1M, and seen twice in 144 points","horizon 12: the larger of 12 and the season, at most a quarter of 144 points","lookback 24 in steps of 1: chosen for P1M, at most half of 144 points","log of the values: all are well above zero","1 networks of 1 LSTM layer(s) with 8 hidden units: 1 series, 144 points in the median","intervals from the errors on the rolling origins: 24 windows are too few to trust the quantile head alone"]', '[80,95]', '{"horizon":12,"seasons":[12],"anchorSeason":12,"lookback":24,"patch":1,"hidden":8,"layers":1,"cell":"lstm","bidirectional":false,"residual":false,"dilations":[1],"dropout":0,"recurrentDropout":0,"encoderDecoder":false,"attention":false,"members":1,"epochs":20,"stepsPerEpoch":0,"batch":32,"learningRate":0.003,"optimizer":"adamW","schedule":"cosine","warmupSteps":0,"weightDecay":0,"averageDecay":0.99,"clipNorm":1,"patience":0,"loss":"pinball","quantiles":[0.025,0.05,0.1,0.25,0.4,0.5,0.6,0.75,0.9,0.95,0.975],"scaling":"local","transform":"log","anchor":"profile","levelPoints":1,"profileSeasons":4,"drift":0.5,"gates":true,"skip":true,"location":true,"mask":true,"blend":true,"levels":[80,95],"seed":1}', 'median', 'version 1 is champion: it is the first');
ALTER TABLE ONLY public.schemaversions
    ADD CONSTRAINT "PK_schemaversions_Id" PRIMARY KEY (schemaversionsid);
ALTER TABLE ONLY public.artefacts
    ADD CONSTRAINT artefacts_pkey PRIMARY KEY (tenant, model, version);
ALTER TABLE ONLY public.models
    ADD CONSTRAINT models_pkey PRIMARY KEY (tenant, model);
ALTER TABLE ONLY public.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_calendars
    ADD CONSTRAINT qrtz_calendars_pkey PRIMARY KEY (sched_name, calendar_name);
ALTER TABLE ONLY public.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_execution_history
    ADD CONSTRAINT qrtz_execution_history_pkey PRIMARY KEY (sched_name, entry_id);
ALTER TABLE ONLY public.qrtz_fired_triggers
    ADD CONSTRAINT qrtz_fired_triggers_pkey PRIMARY KEY (sched_name, entry_id);
ALTER TABLE ONLY public.qrtz_job_details
    ADD CONSTRAINT qrtz_job_details_pkey PRIMARY KEY (sched_name, job_name, job_group);
ALTER TABLE ONLY public.qrtz_job_status
    ADD CONSTRAINT qrtz_job_status_pkey PRIMARY KEY (sched_name, job_group, job_name);
ALTER TABLE ONLY public.qrtz_locks
    ADD CONSTRAINT qrtz_locks_pkey PRIMARY KEY (sched_name, lock_name);
ALTER TABLE ONLY public.qrtz_misfire_history
    ADD CONSTRAINT qrtz_misfire_history_pkey PRIMARY KEY (sched_name, entry_id);
ALTER TABLE ONLY public.qrtz_paused_job_grps
    ADD CONSTRAINT qrtz_paused_job_grps_pkey PRIMARY KEY (sched_name, job_group);
ALTER TABLE ONLY public.qrtz_paused_trigger_grps
    ADD CONSTRAINT qrtz_paused_trigger_grps_pkey PRIMARY KEY (sched_name, trigger_group);
ALTER TABLE ONLY public.qrtz_scheduler_state
    ADD CONSTRAINT qrtz_scheduler_state_pkey PRIMARY KEY (sched_name, instance_name);
ALTER TABLE ONLY public.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_pkey PRIMARY KEY (sched_name, trigger_name, trigger_group);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (tenant, id);
ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (tenant, model, revision, series);
ALTER TABLE ONLY public.series_points
    ADD CONSTRAINT series_points_pkey PRIMARY KEY (tenant, model, revision, series, first_point);
ALTER TABLE ONLY public.versions
    ADD CONSTRAINT versions_pkey PRIMARY KEY (tenant, model, version);
ALTER TABLE ONLY public.versions
    ADD CONSTRAINT versions_tenant_run_key UNIQUE (tenant, run);
CREATE INDEX idx_qrtz_eh_fire_inst ON public.qrtz_execution_history USING btree (sched_name, fire_instance_id);
CREATE INDEX idx_qrtz_eh_fired_time ON public.qrtz_execution_history USING btree (sched_name, fired_time);
CREATE INDEX idx_qrtz_eh_inst ON public.qrtz_execution_history USING btree (sched_name, instance_name);
CREATE INDEX idx_qrtz_eh_job_time ON public.qrtz_execution_history USING btree (sched_name, job_group, job_name, fired_time);
CREATE INDEX idx_qrtz_eh_trig_time ON public.qrtz_execution_history USING btree (sched_name, trigger_group, trigger_name, fired_time);
CREATE INDEX idx_qrtz_ft_inst_job_req_rcvry ON public.qrtz_fired_triggers USING btree (sched_name, instance_name, requests_recovery);
CREATE INDEX idx_qrtz_ft_j_g ON public.qrtz_fired_triggers USING btree (sched_name, job_name, job_group);
CREATE INDEX idx_qrtz_ft_t_g ON public.qrtz_fired_triggers USING btree (sched_name, trigger_name, trigger_group);
CREATE INDEX idx_qrtz_j_g_n ON public.qrtz_job_details USING btree (sched_name, job_group, job_name);
CREATE INDEX idx_qrtz_mh_inst ON public.qrtz_misfire_history USING btree (sched_name, instance_name);
CREATE INDEX idx_qrtz_mh_misfire_time ON public.qrtz_misfire_history USING btree (sched_name, misfire_time);
CREATE INDEX idx_qrtz_t_c ON public.qrtz_triggers USING btree (sched_name, calendar_name);
CREATE INDEX idx_qrtz_t_g_n ON public.qrtz_triggers USING btree (sched_name, trigger_group, trigger_name);
CREATE INDEX idx_qrtz_t_j ON public.qrtz_triggers USING btree (sched_name, job_name, job_group);
CREATE INDEX idx_qrtz_t_nft_st ON public.qrtz_triggers USING btree (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);
CREATE INDEX runs_by_model ON public.runs USING btree (tenant, model);
CREATE INDEX runs_by_state ON public.runs USING btree (tenant, state);
ALTER TABLE ONLY public.artefacts
    ADD CONSTRAINT artefacts_tenant_model_version_fkey FOREIGN KEY (tenant, model, version) REFERENCES public.versions(tenant, model, version) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_blob_triggers
    ADD CONSTRAINT qrtz_blob_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_cron_triggers
    ADD CONSTRAINT qrtz_cron_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_simple_triggers
    ADD CONSTRAINT qrtz_simple_triggers_sched_name_trigger_name_trigger_group_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_simprop_triggers
    ADD CONSTRAINT qrtz_simprop_triggers_sched_name_trigger_name_trigger_grou_fkey FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES public.qrtz_triggers(sched_name, trigger_name, trigger_group) ON DELETE CASCADE;
ALTER TABLE ONLY public.qrtz_triggers
    ADD CONSTRAINT qrtz_triggers_sched_name_job_name_job_group_fkey FOREIGN KEY (sched_name, job_name, job_group) REFERENCES public.qrtz_job_details(sched_name, job_name, job_group);
ALTER TABLE ONLY public.series_points
    ADD CONSTRAINT series_points_tenant_model_revision_series_fkey FOREIGN KEY (tenant, model, revision, series) REFERENCES public.series(tenant, model, revision, series) ON DELETE CASCADE;
ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_tenant_model_fkey FOREIGN KEY (tenant, model) REFERENCES public.models(tenant, model) ON DELETE CASCADE;
ALTER TABLE ONLY public.versions
    ADD CONSTRAINT versions_tenant_model_fkey FOREIGN KEY (tenant, model) REFERENCES public.models(tenant, model) ON DELETE CASCADE;
SELECT pg_catalog.setval('public.schemaversions_schemaversionsid_seq', 3, true);
