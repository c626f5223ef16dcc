"""The cashier's screen: each part renders its piece of one SaleView and says what was pressed."""
