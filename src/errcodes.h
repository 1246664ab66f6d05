/*
 * src/errcodes.h
 *		SQLSTATEs of class IP: broken rules of the field, listed in doc/errors.md.
 *
 * Depends on: the server's utils/elog.h, which postgres.h includes.
 */
#ifndef INNOPART_ERRCODES_H
#define INNOPART_ERRCODES_H

#define ERRCODE_CURRENCY_MISMATCH MAKE_SQLSTATE('I', 'P', '0', '2', '4')

#endif /* INNOPART_ERRCODES_H */
