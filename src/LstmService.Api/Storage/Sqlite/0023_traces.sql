alter table runs add column trace text; -- the traceparent of the request that queued it, so that its training belongs to the same trace
