import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Only a test that hangs is ended: on a busy machine others take their time.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 10_000 });
