// Only a test that hangs is ended: real backends on a busy machine take their time.
jest.setTimeout(120_000);
