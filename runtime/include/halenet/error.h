#pragma once

#include <stdexcept>

namespace halenet {

/// What the runtime throws for anything that its user can mend. what() is one sentence for that user: it names the file
/// or option, what was found there, what was expected, and where it helps what to do. Exit status 1 in the program.
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace halenet
