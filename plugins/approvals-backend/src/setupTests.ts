// Only a test that hangs is ended: on a busy machine others take their time.
jest.setTimeout(60_000);
