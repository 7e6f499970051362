import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateAddress } from './private-addresses.ts';

const inside = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
  '::127.0.0.1',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'fec0::1',
  'ff02::1',
  // 6to4 and NAT64 of 127.0.0.1 and 10.0.0.1.
  '2002:7f00:1::',
  '2002:a00:1::5',
  '64:ff9b::7f00:1',
  '64:ff9b::10.0.0.1',
];
const outside = [
  '8.8.8.8',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '192.0.1.1',
  '169.253.255.255',
  '223.255.255.255',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '2002:808:808::1',
  '64:ff9b::8.8.8.8',
];
for (const address of inside) {
  test(`${address} is of this machine or its network`, () => assert.equal(isPrivateAddress(address), true));
}
for (const address of outside) {
  test(`${address} is out in the world`, () => assert.equal(isPrivateAddress(address), false));
}
