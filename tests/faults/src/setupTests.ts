// Backends start, leases run out, databases recover: all of it takes its time.
jest.setTimeout(180_000);
