#include "tests/runtime/loopback_server.h"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using halenet::FileDescriptor;

namespace {

/// A socket bound to a free port of the loopback interface.
FileDescriptor bound_socket() {
    FileDescriptor descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!descriptor.is_open() ||
        ::bind(descriptor.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        throw std::system_error(errno, std::generic_category(), "no socket on 127.0.0.1");
    return descriptor;
}

std::string url_of(const FileDescriptor &descriptor) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(descriptor.get(), reinterpret_cast<sockaddr *>(&address), &size);
    return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
}

void send_all(const FileDescriptor &connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(connection.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return; // the client has gone
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

} // namespace

LoopbackServer::LoopbackServer(Answers answers) : answers_(std::move(answers)), listener_(bound_socket()) {
    std::array<int, 2> ends{};
    if (::listen(listener_.get(), 8) != 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "no server on 127.0.0.1");
    stop_reader_ = FileDescriptor(ends[0]);
    stop_writer_ = FileDescriptor(ends[1]);
    thread_ = std::thread([this] { serve(); });
}

LoopbackServer::~LoopbackServer() {
    stop_writer_.close();
    thread_.join();
}

std::string LoopbackServer::url() const {
    return url_of(listener_);
}

void LoopbackServer::serve() {
    while (true) {
        std::array<pollfd, 2> events = {{{listener_.get(), POLLIN, 0}, {stop_reader_.get(), POLLIN, 0}}};
        if (::poll(events.data(), events.size(), -1) < 0 && errno != EINTR)
            return;
        if (events[1].revents != 0)
            return;
        if (events[0].revents != 0)
            answer(FileDescriptor(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)));
    }
}

void LoopbackServer::answer(const FileDescriptor &connection) {
    std::string request;
    std::array<char, 4096> buffer{};
    while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t count = ::recv(connection.get(), buffer.data(), buffer.size(), 0);
        if (count <= 0)
            return;
        request.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ++requests_;
    const std::size_t path_begin = request.find(' ') + 1;
    const auto found = answers_.find(request.substr(path_begin, request.find(' ', path_begin) - path_begin));
    if (found == answers_.end())
        return send_all(connection, "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    send_all(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(found->second.announced_bytes) + "\r\n\r\n" + found->second.body);
}

DeadPort::DeadPort() : socket_(bound_socket()) {}

std::string DeadPort::url() const {
    return url_of(socket_);
}
