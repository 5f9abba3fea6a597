// Loaded before the portal that is tried by chance: webhooks with addresses made
// by chance must not be told anything. Only connections to this machine are made.
const net = require('node:net');

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function connectHere(...args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const { path, host = 'localhost' } =
    typeof first === 'object' ? first : { host: second };
  if (path === undefined && !LOOPBACK.test(host)) {
    process.nextTick(() =>
      this.destroy(new Error(`Not connected to ${host}: it is elsewhere`)),
    );
    return this;
  }
  return connect.apply(this, args);
};
