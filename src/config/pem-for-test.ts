import { createPrivateKey } from 'node:crypto';

// Made for these tests alone, valid for a hundred years.
/** For tocsin.test. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUINATVl3++ITEVjmXWr8MEfGl3qQwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLdG9jc2luLnRlc3QwIBcNMjYxMTIzMDUzMDEwWhgPMjEyNjEw
MzAwNTMwMTBaMBYxFDASBgNVBAMMC3RvY3Npbi50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEL4IsH2XJGXxEtuJgVxa2ThCLVLqwdZkfWZgdZrvn1CVT9omb
YslzRNwBomZajEdpaoO1mxTt/X3iyzYDfX0lrqNrMGkwHQYDVR0OBBYEFHcVPj27
qBv398+XtFiC71PKwf2tMB8GA1UdIwQYMBaAFHcVPj27qBv398+XtFiC71PKwf2t
MA8GA1UdEwEB/wQFMAMBAf8wFgYDVR0RBA8wDYILdG9jc2luLnRlc3QwCgYIKoZI
zj0EAwIDRwAwRAIgCM/q4VlIFEuG229ymBEZxFi3SnFi54bys8rvPUs7h0oCIFnr
7GOA+vDJaSr2sgTEiQQocJPyCdK2Guu9or+MXiwa
-----END CERTIFICATE-----
`;
/** The key of it. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg00i5Pl/0wJa5bgyi
hayoqQUV/X4bcXYdPtj0jBEwPZKhRANCAAQvgiwfZckZfES24mBXFrZOEItUurB1
mR9ZmB1mu+fUJVP2iZtiyXNE3AGiZlqMR2lqg7WbFO39feLLNgN9fSWu
-----END PRIVATE KEY-----
`;
/** The same key, which "sEcreT-3" opens. */
export const lockedKey = createPrivateKey(key)
  .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'sEcreT-3' })
  .toString();
