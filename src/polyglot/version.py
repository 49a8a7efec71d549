"""The version, which the build reads here; asking the installed distribution for it would cost every start 20 ms."""

VERSION = "0.1.0"
