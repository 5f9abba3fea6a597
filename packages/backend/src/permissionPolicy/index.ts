export { permissionPolicy } from './permissionPolicy';
