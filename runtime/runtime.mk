# runtime.mk: the runtime's C files.
#
# Make and the ESP32 component's CMake both read the file sets of this project from its .mk files, so that each set is
# written once. For CMake (ports/esp32/components/tinygram/files.cmake) a set is what stands behind its name in lines of
# the form "NAME += files", whole lines without continuation: paths from the project's root or patterns of them, with
# $(QUICKJS_DIR) as the only variable.

RUNTIME_SRC += runtime/core/*.c runtime/net/*.c runtime/bindings/*.c
