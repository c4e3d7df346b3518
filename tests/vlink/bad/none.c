/* SPDX-License-Identifier: BlueOak-1.0.0 */
/* A source file that exists. */
