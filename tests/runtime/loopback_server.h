#pragma once

#include <atomic>
#include <map>
#include <string>
#include <thread>

#include "runtime/files/file_descriptor.h"

/// An HTTP server on 127.0.0.1 that gives prepared answers, one connection at a time, while it is in scope.
class LoopbackServer {
  public:
    struct Answer {
        std::string body;
        std::size_t announced_bytes; ///< the Content-Length; more than the body has looks like a lost connection
    };

    using Answers = std::map<std::string, Answer>; ///< by path, "/file"; any other path is answered with 404

    explicit LoopbackServer(Answers answers);
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;
    ~LoopbackServer();

    [[nodiscard]] std::string url() const; ///< ends with a slash
    [[nodiscard]] int requests() const { return requests_; }

  private:
    void serve();
    void answer(const halenet::FileDescriptor &connection);

    Answers answers_;
    halenet::FileDescriptor listener_;
    halenet::FileDescriptor stop_reader_, stop_writer_; ///< a pipe whose closing ends the server
    std::atomic<int> requests_ = 0;
    std::thread thread_;
};

/// The URL of a port on which nothing listens; it stays that way while this is in scope.
class DeadPort {
  public:
    DeadPort();
    [[nodiscard]] std::string url() const;

  private:
    halenet::FileDescriptor socket_;
};
