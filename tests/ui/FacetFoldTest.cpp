#include "ui/library/FacetFold.h"

#include <QSettings>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

#include "ui/Preferences.h"

namespace timbre::ui {

class FacetFoldTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName(QStringLiteral("timbrescope-tests"));
    QCoreApplication::setApplicationName(QStringLiteral("FacetFoldTest"));
  }

  void init() {
    QSettings().clear();
    both_ = std::make_unique<QSplitter>();
    facets_ = new QWidget(both_.get());
    facets_->setMinimumWidth(160);
    notes_ = new QWidget(both_.get());
    notes_->setMinimumWidth(100);
    button_ = std::make_unique<QToolButton>();
    new FacetFold(*both_, *facets_, *notes_, *button_);
    resize(800);
  }

  void standsBesideTheNotesWhereThereIsRoom() {
    QVERIFY(shown(true, true));
    button_->click();
    QVERIFY(shown(false, true));
    QVERIFY(!Preferences().facetsShown());
  }

  void takesThePlaceOfTheNotesWhereThereIsNone() {
    resize(250);
    QVERIFY(shown(false, true));
    button_->click();
    QVERIFY(shown(true, false));
    button_->click();
    QVERIFY(shown(false, true));
    QVERIFY2(Preferences().facetsShown(), "a narrow window says nothing of what is wanted");
  }

  void comesBackWithTheRoom() {
    resize(250);
    button_->click();
    resize(800);
    QVERIFY(shown(true, true));
  }

  void makesRoomForWhatGrows() {
    resize(500);
    QVERIFY(shown(true, true));
    facets_->setMinimumWidth(450);
    QTRY_VERIFY(shown(false, true));
  }

 private:
  void resize(int width) {
    both_->resize(width, 300);
    both_->show();
    QCoreApplication::processEvents();
  }
  bool shown(bool facets, bool notes) const {
    return facets_->isVisibleTo(both_.get()) == facets &&
           notes_->isVisibleTo(both_.get()) == notes && button_->isChecked() == facets;
  }

  std::unique_ptr<QToolButton> button_;
  std::unique_ptr<QSplitter> both_;
  QWidget* facets_ = nullptr;
  QWidget* notes_ = nullptr;
};

}  // namespace timbre::ui

QTEST_MAIN(timbre::ui::FacetFoldTest)
#include "FacetFoldTest.moc"
