/* lwIP's error values in the words of each call. */
#include "unity.h"

#include "core/errors.h"
#include "net/neterr.h"

void setUp(void) {}
void tearDown(void) {}

void test_success_is_0(void) { TEST_ASSERT_EQUAL(0, net_error(NET_CALL_SEND, ERR_OK)); }

void test_invalid_means_something_else_in_each_call(void) {
  TEST_ASSERT_EQUAL(ERR_CODE_EACCES, net_error(NET_CALL_SEND, ERR_VAL));
  TEST_ASSERT_EQUAL(ERR_CODE_ENODEV, net_error(NET_CALL_JOIN, ERR_VAL));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_error(NET_CALL_BIND, ERR_VAL));
}

void test_memory_has_two_names(void) {
  TEST_ASSERT_EQUAL(ERR_CODE_ENOMEM, net_error(NET_CALL_OPEN, ERR_MEM));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, net_error(NET_CALL_SEND, ERR_MEM));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, net_error(NET_CALL_JOIN, ERR_MEM));
}

void test_every_value_of_lwip_has_a_code(void) {
  for (int err = ERR_MEM; err >= ERR_ARG; err--) {
    int code = net_error(NET_CALL_SEND, (err_t)err);
    TEST_ASSERT_LESS_THAN(0, code);
    TEST_ASSERT_NOT_EQUAL(ERR_CODE_UNKNOWN, code);
  }
  TEST_ASSERT_EQUAL(ERR_CODE_UNKNOWN, net_error(NET_CALL_SEND, -99));
}
