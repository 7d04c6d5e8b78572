/* This module is its header: the driver comes with the toolchain. */
#include "CFuzzDriver.h"
