// fatal error@+1:10: 'layer.h' file not found
#include "layer.h"
