#include "CProcessHygiene.h"
