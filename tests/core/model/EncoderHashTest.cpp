#include "model/EncoderHash.h"

#include <gtest/gtest.h>

#include "support/TemporaryFolder.h"

namespace timbre::model {
namespace {

class EncoderHash : public testing::Test {
 protected:
  std::string hashOf(const std::map<std::string, TensorView>& tensors) {
    EXPECT_TRUE(writeSafeTensors(folder_ / "x.safetensors", tensors, {}));
    return encoderHash(SafeTensors::open(folder_ / "x.safetensors").value()).value();
  }
  const test::TemporaryFolder folder_;
  const std::vector<float> two_{1, 2}, other_{1, 3};
};

}  // namespace

TEST_F(EncoderHash, TheSameEncoderBesideOtherThingsIsTheSame) {
  const auto alone = hashOf({{"ae_res_1/W", {{2}, two_}}});
  EXPECT_EQ(alone.size(), 32u);
  EXPECT_EQ(alone,
            hashOf({{"ae_res_1/W", {{2}, two_}}, {"zz", {{2}, other_}}, {"a", {{2}, two_}}}));
}

TEST_F(EncoderHash, AnotherNumberNameOrShapeIsAnotherEncoder) {
  const auto hash = hashOf({{"ae_res_1/W", {{2}, two_}}});
  EXPECT_NE(hash, hashOf({{"ae_res_1/W", {{2}, other_}}}));
  EXPECT_NE(hash, hashOf({{"ae_res_2/W", {{2}, two_}}}));
  EXPECT_NE(hash, hashOf({{"ae_res_1/W", {{1, 2}, two_}}}));
}

TEST_F(EncoderHash, WithoutAnEncoderThereIsNone) {
  EXPECT_EQ(hashOf({{"decoder", {{2}, two_}}}), "");
}

}  // namespace timbre::model
