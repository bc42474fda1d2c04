"""Jupyter's own test of kernels, and what it leaves out: signatures, repetitions, interrupts."""

import hashlib
import hmac
import json
import time
import unittest

import jupyter_kernel_test
import zmq
from jupyter_client.manager import start_new_kernel


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "lossbook"
    language_name = "lossbook"
    file_extension = ".loss"
    code_hello_world = '"hello, world"'
    completion_samples = [
        {"text": "hube", "matches": {"huber"}},
        {"text": "x = 1\n:expo", "matches": {":export"}},
    ]
    complete_code_samples = ["1 + 1", "f(x) = { d = x; d^2 }", ":vars", "?huber"]
    incomplete_code_samples = ["mean([1,", "f(x) = {", "1 +"]
    invalid_code_samples = ["1 + )", "x = = 2"]
    code_page_something = "?huber"
    code_generate_error = "nope + 1"
    code_execute_result = [
        {"code": "1 + 2 * 3", "result": "7"},
        {"code": "1 + [1, 2]", "result": "[2, 3]"},
        {"code": "grad(sum(z^2), z)", "mime": "text/latex"},
        {"code": "table(a^2, a=[1, 2])", "mime": "text/html"},
    ]
    code_display_data = [{"code": "plot(t^2, t=-1:1)", "mime": "image/svg+xml"}]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "huber"


class ChannelTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name="lossbook")

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def reply(self, identity):
        while True:
            message = self.client.get_shell_msg(timeout=30)
            if message["parent_header"].get("msg_id") == identity:
                return message["content"]

    def frames(self, identity, signature=None):
        header = {
            "msg_id": identity, "msg_type": "kernel_info_request", "session": "s",
            "username": "u", "date": "", "version": "5.3",
        }
        parts = [json.dumps(part).encode() for part in (header, {}, {}, {})]
        key = self.manager.session.key
        true_signature = hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode()
        return [b"<IDS|MSG>", signature or true_signature] + parts

    def test_only_signed_messages_are_answered_and_only_once(self):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(socket.close, 0)
        socket.connect(f"tcp://127.0.0.1:{self.manager.shell_port}")
        for frames in [
            self.frames("forged", signature=b"0" * 64), [b"no message"], [b"<IDS|MSG>"] * 3,
            self.frames("first"), self.frames("first"), self.frames("second"),
        ]:
            socket.send_multipart(frames)
        answered = []
        while "second" not in answered:
            self.assertTrue(socket.poll(30000))
            answered.append(json.loads(socket.recv_multipart()[3])["msg_id"])
        self.assertEqual(answered, ["first", "second"])

    def test_an_interrupt_ends_a_loop_and_leaves_the_session(self):
        self.reply(self.client.execute("s = 0"))
        loop = self.client.execute("repeat 1000000000 { s := s + 1 }")
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "execute_input" and message["parent_header"]["msg_id"] == loop:
                break
        # The loop may not have begun: what is interrupted before it begins is run.
        while True:
            self.manager.interrupt_kernel()
            time.sleep(0.1)
            if self.client.shell_channel.msg_ready():
                break
        self.assertEqual(self.reply(loop)["ename"], "interrupt")
        self.assertEqual(self.reply(self.client.execute("s"))["status"], "ok")

    def test_what_waits_behind_an_error_is_aborted(self):
        loop = "s = 0\nrepeat 100000 { s := s + 1 }\nnope"
        identities = [self.client.execute(code) for code in (loop, "1")]
        self.assertEqual([self.reply(i)["status"] for i in identities], ["error", "aborted"])
        self.assertEqual(self.reply(self.client.execute("1"))["status"], "ok")


if __name__ == "__main__":
    unittest.main()
