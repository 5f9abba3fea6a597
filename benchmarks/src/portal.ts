import { createPortal } from 'backend/portal';
import { floorPlugin } from './floor/floorPlugin';
import { profileOnSignal } from './profile/profileOnSignal';

// The portal with the floor beside it. Nothing else of it is changed.
profileOnSignal(process.env.PROFILE_FOLDER);
const backend = createPortal();
backend.add(floorPlugin);
backend.start().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
