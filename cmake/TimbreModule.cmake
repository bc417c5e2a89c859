# The compiler flags as a target, and one function for a room of the core.

add_library(timbre_flags INTERFACE)
target_compile_features(timbre_flags INTERFACE cxx_std_20)
target_compile_options(timbre_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
  -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # GCC 12 sees overlaps in std::string that are not there (its bug 105651)
if(TIMBRE_UNITY)
  # Said of types in a header; here the "header" is a source of the same dozen.
  target_compile_options(timbre_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(TIMBRE_WERROR)
  target_compile_options(timbre_flags INTERFACE -Werror)
endif()
if(TIMBRE_SANITIZE)
  add_compile_options(-fsanitize=${TIMBRE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TIMBRE_SANITIZE})
endif()
if(TIMBRE_BUILD_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # libFuzzer goes by what the code under it covers
endif()

# timbre_module(spectral USES audio LIBS PkgConfig::FFTW3F): every .cpp of the room, its permitted neighbours, its
# private libraries. A room's folder is its name unless DIR says otherwise.
function(timbre_module name)
  cmake_parse_arguments(M "" "DIR" "USES;LIBS;PUBLIC_LIBS;EXCLUDE" ${ARGN})
  if(NOT M_DIR)
    set(M_DIR ${name})
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/core/${M_DIR}/*.cpp)
  foreach(pattern IN LISTS M_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX ${pattern})
  endforeach()
  list(TRANSFORM M_USES PREPEND timbre_)
  if(sources)
    add_library(timbre_${name} STATIC ${sources})
    target_include_directories(timbre_${name} PUBLIC ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(timbre_${name} PUBLIC ${M_USES} ${M_PUBLIC_LIBS} PRIVATE timbre_flags ${M_LIBS})
  else()
    add_library(timbre_${name} INTERFACE)
    target_include_directories(timbre_${name} INTERFACE ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(timbre_${name} INTERFACE ${M_USES} ${M_PUBLIC_LIBS} ${M_LIBS})
  endif()
endfunction()
